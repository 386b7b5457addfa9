package app.trackx.local.internal.api;

import app.trackx.local.internal.http.Response;

/** The image returned for a ping from an {@code <img>} element: one transparent pixel. */
final class Pixel {
  static final Response RESPONSE = Response.of("image/gif", bytes());

  private Pixel() {}

  private static byte[] bytes() {
    int[] gif = {
      'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0x80, 0, 0, // a screen of 1 by 1, two colours
      0, 0, 0, 0xFF, 0xFF, 0xFF, // black, white
      0x21, 0xF9, 4, 1, 0, 0, 0, 0, // the first colour is transparent
      0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, // an image of 1 by 1
      2, 2, 0x44, 1, 0, // its one pixel: the first colour
      0x3B
    };
    byte[] bytes = new byte[gif.length];
    for (int i = 0; i < gif.length; i++) {
      bytes[i] = (byte) gif[i];
    }
    return bytes;
  }
}
