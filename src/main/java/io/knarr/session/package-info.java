/**
 * A conversation as it grows: messages that are durable before they are acknowledged, use marks, commits that archive it, and the
 * context that an agent is given of it.
 *
 * <p>Read first: {@link io.knarr.session.Message} and {@link io.knarr.session.Part} (what is said), {@link
 * io.knarr.session.Turns} (how a conversation is cut), {@link io.knarr.session.Retention} (what a commit archives; pure).
 *
 * <p>Why are a session's files rewritten as one step instead of being appended to? A reader sees the conversation before or after
 * a change and never a torn line, and metadata and messages cannot disagree after a crash.
 */
@NullMarked
@CheckReturnValue
package io.knarr.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
