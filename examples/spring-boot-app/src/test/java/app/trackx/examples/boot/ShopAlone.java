package app.trackx.examples.boot;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The shop without TrackX. */
@EnableAutoConfiguration
@Import({Orders.class, Answers.class, Mail.class})
class ShopAlone {}
