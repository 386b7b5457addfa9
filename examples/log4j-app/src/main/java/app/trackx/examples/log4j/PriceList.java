package app.trackx.examples.log4j;

import java.util.List;

/** A supplier's file: lines with an article and its price. */
record PriceList(String file, List<String> lines) {
  PriceList(String file, String... lines) {
    this(file, List.of(lines));
  }
}
