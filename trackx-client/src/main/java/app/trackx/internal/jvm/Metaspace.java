package app.trackx.internal.jvm;

/**
 * A test whether the metaspace has room for more classes.
 *
 * <p>Memory pools would tell too, but their classes need much metaspace themselves. Therefore the
 * test defines as many small classes as will be loaded, in a class loader that is discarded at
 * once. The JVM frees that loader's memory before it reports a full metaspace, so a successful test
 * leaves the metaspace as it was. The test takes some milliseconds and runs only after an {@code
 * OutOfMemoryError} for the metaspace.
 */
final class Metaspace {
  private Metaspace() {}

  /**
   * Returns if that many classes can be loaded; otherwise throws the JVM's {@code
   * OutOfMemoryError}.
   */
  static void test(int classes) {
    new Filler().define(classes);
  }

  /** A class loader for unused classes. */
  private static final class Filler extends ClassLoader {
    /**
     * With this many constants, a class takes about as much space as an average class of the
     * client.
     */
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

    /** Writes an empty class in the format of section 4.1 of the JVM specification. */
    private void writeClass() {
      writeInt(0xCAFEBABE);
      writeInt(50); // Java 6: no stack maps
      writeShort(5 + CONSTANTS); // the number of constants plus one
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
