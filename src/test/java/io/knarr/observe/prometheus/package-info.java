@org.jspecify.annotations.NullMarked
package io.knarr.observe.prometheus;
