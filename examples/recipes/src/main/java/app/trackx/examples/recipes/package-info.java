/**
 * Recipes: small handlers and set-ups to copy into an application.
 *
 * <table>
 *   <caption>Which recipe to use</caption>
 *   <tr><td>redact application-specific data in every text</td><td>{@link ScrubByRule}</td></tr>
 *   <tr><td>the same, depending on more than the text</td><td>{@link ScrubByHandler}</td></tr>
 *   <tr><td>ignore exceptions that are not errors</td><td>{@link CancelByType}</td></tr>
 *   <tr><td>report every bug, but fewer repeats</td><td>{@link SampleRepeats}</td></tr>
 *   <tr><td>report all errors of some tenants</td><td>{@link SampleByTenant}</td></tr>
 *   <tr><td>identify the tenant of an error</td><td>{@link TenantReporter}</td></tr>
 *   <tr><td>keep the address of a user who agreed</td><td>{@link KeepContact}</td></tr>
 *   <tr><td>keep all addresses</td><td>{@link KeepAllEmails}</td></tr>
 * </table>
 *
 * <p>A client has one handler. Combine several by hand: cancelling handlers first, scrubbing
 * handlers last, so that they see the data that others added.
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
