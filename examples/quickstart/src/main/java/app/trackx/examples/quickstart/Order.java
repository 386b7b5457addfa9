package app.trackx.examples.quickstart;

/** An order with its payment card. */
record Order(int id, String email, String card, int quantity) {}
