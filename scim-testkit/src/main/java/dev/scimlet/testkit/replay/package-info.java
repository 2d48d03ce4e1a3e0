/**
 * Replays what identity providers send, against any SCIM 2.0 server, and says what they would have stumbled over.
 *
 * <p>Start at {@link dev.scimlet.testkit.replay.Traces}, which ships the conversations, and
 * {@link dev.scimlet.testkit.replay.TraceReplay}, which holds one of them with a server over real HTTP;
 * {@link dev.scimlet.testkit.replay.TraceTests} makes JUnit tests of it and
 * {@link dev.scimlet.testkit.replay.ReplayCommand} a command. A trace is a file of the format {@code scim-trace/1}: steps
 * with a request, what the identity provider needs to get back, and the ids of the tolerances (such as T47) that the
 * step relies on. Nothing here knows how the server is made; what a trace presumes of it is told by
 * {@link dev.scimlet.testkit.replay.Requirements}.
 */
@NullMarked
package dev.scimlet.testkit.replay;

import org.jspecify.annotations.NullMarked;
