package app.trackx.examples.quickstart;

/** What a customer wants, and how it is to be paid. */
record Order(int id, String email, String card, int quantity) {}
