package app.trackx.spring;

import app.trackx.EventPayload;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts messages, as Spring's exceptions and log records print them, out of all texts of an event. */
final class MessageTexts implements EventRule {
  /** From there on to the end of the text, since a payload may contain any bracket. */
  private static final Pattern MESSAGE =
      Pattern.compile("(\\w*Message) \\[payload=.*", Pattern.DOTALL);

  /** As Spring's JSON deserializer for Kafka prints what it cannot read: the bytes, as numbers. */
  private static final Pattern BYTES = Pattern.compile("data \\[\\[?[-\\d, ]*]?]");

  private static final Pattern REJECTED =
      Pattern.compile("rejected value \\[.*?](?=;|]|$)", Pattern.DOTALL);

  @Override
  public EventPayload apply(EventPayload event, @Nullable Throwable reason) {
    return EventTexts.replace(event, MessageTexts::cut);
  }

  static String cut(String text) {
    if (text.indexOf('[') < 0) {
      return text;
    }
    String cut = MESSAGE.matcher(text).replaceFirst("$1");
    cut = BYTES.matcher(cut).replaceAll("data");
    return REJECTED.matcher(cut).replaceAll("rejected value");
  }
}
