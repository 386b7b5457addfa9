/**
 * TrackX for Spring Boot 3.5 and 4: with the starter on the class path and the property
 * {@code trackx.endpoint}, errors of the application are reported.
 */
@NullMarked
package app.trackx.spring;

import org.jspecify.annotations.NullMarked;
