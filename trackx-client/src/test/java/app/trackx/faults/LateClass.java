package app.trackx.faults;

/** Stands in a jar of its own, which nobody has opened when the descriptors run out. */
public final class LateClass {}
