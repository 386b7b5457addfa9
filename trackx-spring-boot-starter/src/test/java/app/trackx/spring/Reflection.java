package app.trackx.spring;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds the classes of the starter that look something up by its name, or create proxies. */
final class Reflection {
  private static final Set<String> LOOKUPS = Set.of(
      "java/lang/Class.forName",
      "java/lang/Class.getConstructor",
      "java/lang/Class.getDeclaredConstructor",
      "java/lang/Class.getDeclaredField",
      "java/lang/Class.getDeclaredFields",
      "java/lang/Class.getDeclaredMethod",
      "java/lang/Class.getDeclaredMethods",
      "java/lang/Class.getField",
      "java/lang/Class.getFields",
      "java/lang/Class.getMethod",
      "java/lang/Class.getMethods",
      "java/lang/ClassLoader.loadClass",
      "java/lang/reflect/Proxy.newProxyInstance",
      "java/util/ServiceLoader.load",
      "org/springframework/util/ClassUtils.forName",
      "org/springframework/util/ClassUtils.resolveClassName",
      "org/springframework/util/ReflectionUtils.findField",
      "org/springframework/util/ReflectionUtils.findMethod");

  private Reflection() {}

  /** Returns the simple names of those classes. */
  static Set<String> users() throws IOException {
    Set<String> users = new TreeSet<>();
    for (Resource file : new PathMatchingResourcePatternResolver()
        .getResources("classpath*:app/trackx/spring/*.class")) {
      if (!file.getURL().getPath().contains("test-classes")) {
        try (InputStream bytes = file.getInputStream()) {
          ClassReader type = new ClassReader(bytes);
          if (looksUp(type)) {
            String name = type.getClassName();
            users.add(name.substring(name.lastIndexOf('/') + 1));
          }
        }
      }
    }
    return users;
  }

  private static boolean looksUp(ClassReader type) {
    boolean[] found = new boolean[1];
    int api = SpringAsmInfo.ASM_VERSION;
    type.accept(
        new ClassVisitor(api) {
          @Override
          public MethodVisitor visitMethod(
              int access, String method, String types, String generic, String[] thrown) {
            return new MethodVisitor(api) {
              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String name, String types, boolean ofInterface) {
                found[0] |= LOOKUPS.contains(owner + "." + name);
              }
            };
          }
        },
        ClassReader.SKIP_DEBUG);
    return found[0];
  }
}
