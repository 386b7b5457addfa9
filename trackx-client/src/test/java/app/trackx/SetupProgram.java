package app.trackx;

/** Sets up a client from the environment, or under a security manager, and continues. */
final class SetupProgram {
  private SetupProgram() {}

  public static void main(String[] args) {
    if (args[0].equals("forbid")) {
      forbid();
    }
    TrackXClient client = TrackX.setup();
    TrackX.sendEvent(new IllegalStateException());
    TrackX.ping();
    System.out.println("enabled " + client.isEnabled());
  }

  @SuppressWarnings("removal") // the test runs only on JVMs that have it
  private static void forbid() {
    System.setSecurityManager(new SecurityManager() {
      @Override
      public void checkPermission(java.security.Permission permission) {
        String name = permission.getName();
        if (name.startsWith("getenv")
            || name.startsWith("trackx")
            || name.equals("shutdownHooks")
            || name.equals("setDefaultUncaughtExceptionHandler")) {
          throw new SecurityException(name);
        }
      }

      @Override
      public void checkPropertyAccess(String key) {
        if (key.startsWith("trackx.")) {
          throw new SecurityException(key);
        }
      }
    });
  }
}
