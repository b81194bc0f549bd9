@NullMarked
package io.knarr.skills;

import org.jspecify.annotations.NullMarked;
