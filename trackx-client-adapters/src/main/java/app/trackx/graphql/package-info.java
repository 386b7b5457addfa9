/** Reports what data fetchers of graphql-java throw. */
@NullMarked
package app.trackx.graphql;

import org.jspecify.annotations.NullMarked;
