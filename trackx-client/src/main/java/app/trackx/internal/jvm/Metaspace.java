package app.trackx.internal.jvm;

/**
 * Tests whether the metaspace has room for more classes.
 *
 * <p>Memory pools would tell too, but their classes need much metaspace themselves. So the test
 * defines as many small classes as will be loaded, in a class loader that is dropped at once. The
 * JVM frees that loader's memory before it reports that the metaspace is full, so a test that
 * succeeds takes nothing away from what follows. It takes some milliseconds and runs only after an
 * {@code OutOfMemoryError} that named the metaspace.
 */
final class Metaspace {
  private Metaspace() {}

  /** Returns if so many classes can be loaded, or else throws the JVM's {@code OutOfMemoryError}. */
  static void test(int classes) {
    new Filler().define(classes);
  }

  /** A class loader for classes that nobody uses. */
  private static final class Filler extends ClassLoader {
    /** With so many constants a class takes about as much as one of ours does on average. */
    private static final int CONSTANTS = 400;

    private static final byte UTF8 = 1;
    private static final byte INTEGER = 3;
    private static final byte CLASS = 7;
    private static final String OBJECT = "java/lang/Object";
    private static final int NAME_LENGTH = 5;

    private final byte[] bytes = new byte[64 + 5 * CONSTANTS];
    private int length;
    private int nameAt;

    Filler() {
      super(null);
      writeClass();
    }

    void define(int count) {
      for (int i = 0; i < count; i++) {
        for (int digit = 1, rest = i; digit < NAME_LENGTH; digit++, rest /= 10) {
          bytes[nameAt + digit] = (byte) ('0' + rest % 10);
        }
        defineClass(null, bytes, 0, length);
      }
    }

    /** An empty class, as section 4.1 of the JVM specification lays it out. */
    private void writeClass() {
      writeInt(0xCAFEBABE);
      writeInt(50); // Java 6: no stack maps
      writeShort(5 + CONSTANTS); // one more than there are constants
      nameAt = length + 3;
      writeText("F0000");
      writeByte(CLASS);
      writeShort(1);
      writeText(OBJECT);
      writeByte(CLASS);
      writeShort(3);
      for (int i = 0; i < CONSTANTS; i++) {
        writeByte(INTEGER);
        writeInt(i);
      }
      writeShort(0x21); // public, super
      writeShort(2);
      writeShort(4);
      writeInt(0); // no interfaces, no fields
      writeInt(0); // no methods, no attributes
    }

    private void writeText(String ascii) {
      writeByte(UTF8);
      writeShort(ascii.length());
      for (int i = 0; i < ascii.length(); i++) {
        writeByte(ascii.charAt(i));
      }
    }

    private void writeInt(int value) {
      writeShort(value >>> 16);
      writeShort(value);
    }

    private void writeShort(int value) {
      writeByte(value >>> 8);
      writeByte(value);
    }

    private void writeByte(int value) {
      bytes[length++] = (byte) value;
    }
  }
}
