/**
 * Recipes: small handlers and set-ups to copy into an application.
 *
 * <table>
 *   <caption>What to take</caption>
 *   <tr><td>take own data out of every text</td><td>{@link ScrubByRule}</td></tr>
 *   <tr><td>the same, by more than the text</td><td>{@link ScrubByHandler}</td></tr>
 *   <tr><td>not be told of what is no error here</td><td>{@link CancelByType}</td></tr>
 *   <tr><td>every bug, but fewer repeats</td><td>{@link SampleRepeats}</td></tr>
 *   <tr><td>all errors of some tenants</td><td>{@link SampleByTenant}</td></tr>
 *   <tr><td>know whose error it is</td><td>{@link TenantReporter}</td></tr>
 *   <tr><td>keep an address of who agreed</td><td>{@link KeepContact}</td></tr>
 *   <tr><td>keep all addresses</td><td>{@link KeepAllEmails}</td></tr>
 * </table>
 *
 * <p>A client has one handler. Several become one by hand: what cancels goes first, what scrubs
 * goes last, so that it sees what the others added.
 *
 * <pre>{@code
 * OnErrorHandler cancel = new CancelByType(CancellationException.class);
 * OnErrorHandler sample = new SampleRepeats(0.1);
 * TrackX.setup(endpoint, (event, reason) -> {
 *   EventPayload kept = cancel.onError(event, reason);
 *   return kept == null ? null : sample.onError(kept, reason);
 * });
 * }</pre>
 */
@NullMarked
package app.trackx.examples.recipes;

import org.jspecify.annotations.NullMarked;
