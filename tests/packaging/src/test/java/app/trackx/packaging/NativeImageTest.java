package app.trackx.packaging;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.stack.ErrorCodes;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares what the libraries do by reflection with their metadata for GraalVM's native images. No GraalVM
 * takes part: a test that fails here names an access of which the metadata says nothing.
 */
class NativeImageTest {
  /** The methods that look something up by its name. */
  private static final Map<String, Set<String>> LOOKUPS = Map.ofEntries(
      entry(
          "java.lang.Class",
          Set.of(
              "forName",
              "newInstance",
              "getMethod",
              "getMethods",
              "getDeclaredMethod",
              "getDeclaredMethods",
              "getField",
              "getFields",
              "getDeclaredField",
              "getDeclaredFields",
              "getConstructor",
              "getConstructors",
              "getDeclaredConstructor",
              "getDeclaredConstructors",
              "getDeclaredClasses",
              "getClasses",
              "getRecordComponents",
              "getPermittedSubclasses",
              "getResource",
              "getResourceAsStream")),
      entry("java.lang.reflect.Constructor", Set.of("newInstance")),
      entry(
          "java.lang.ClassLoader",
          Set.of(
              "loadClass",
              "getResource",
              "getResources",
              "getResourceAsStream",
              "getSystemResource",
              "getSystemResources",
              "getSystemResourceAsStream")),
      entry("java.lang.Module", Set.of("getResourceAsStream")),
      entry("java.util.ServiceLoader", Set.of("load", "loadInstalled")),
      entry("java.util.ResourceBundle", Set.of("getBundle")),
      entry("java.lang.reflect.Proxy", Set.of("newProxyInstance", "getProxyClass")),
      entry("java.io.ObjectInputStream", Set.of("readObject")),
      entry("java.lang.System", Set.of("load", "loadLibrary")),
      entry(
          "java.lang.invoke.MethodHandles$Lookup",
          Set.of(
              "findClass",
              "findConstructor",
              "findGetter",
              "findSetter",
              "findSpecial",
              "findStatic",
              "findStaticGetter",
              "findStaticSetter",
              "findStaticVarHandle",
              "findVarHandle",
              "findVirtual")));

  /** Classes that look something up, and the names that the metadata of their jar must have. */
  private static final Map<String, Set<String>> REGISTERED = Map.of(
      "app.trackx.PipelineClasses", pipelineClasses(),
      "app.trackx.internal.jvm.DetachedThreads", Set.of("java.lang.Thread"),
      "app.trackx.internal.jvm.ThreadStop", Set.of("java.lang.ThreadDeath"),
      "app.trackx.internal.stack.ErrorCodes", typesWithCodes(),
      "app.trackx.logback.FluentApi", Set.of("ch.qos.logback.classic.spi.ILoggingEvent"),
      "app.trackx.servlet.StatusCarriers",
          Set.of(
              "org.springframework.web.server.ResponseStatusException",
              "org.springframework.web.ErrorResponse",
              "org.springframework.web.bind.annotation.ResponseStatus",
              "org.springframework.core.annotation.AliasFor",
              "jakarta.ws.rs.WebApplicationException",
              "javax.ws.rs.WebApplicationException",
              "org.eclipse.jetty.http.BadMessageException"),
      "app.trackx.metrics.TrackXFlightRecorder",
          Set.of("app.trackx.metrics.FlightRecorderListener"));

  /** Classes whose lookups need no metadata of ours, and why. */
  private static final Map<String, String> EXCEPTIONS = Map.of(
      "app.trackx.jul.HandlerSettings",
      "filters and formatters of logging.properties are the application's; docs/STACKS.md says so",
      "app.trackx.servlet.JaxRsRoutes",
      "methods of resources, which implementations of JAX-RS call by reflection and register");

  /** Classes that users or files of services name, so that others create them. */
  private static final Map<String, Set<String>> CREATED_BY_OTHERS = Map.of(
      "trackx-client-slf4j",
          Set.of("app.trackx.jul.TrackXHandler", "app.trackx.logback.TrackXAppender"),
      "trackx-client-servlet",
          Set.of(
              "app.trackx.servlet.TrackXFilter",
              "app.trackx.servlet.TrackXInitializer",
              "app.trackx.servlet.TrackXListener",
              "app.trackx.servlet.JaxRsRoutes"),
      "trackx-client-adapters",
          Set.of(
              "app.trackx.jersey.TrackXRequestListener",
              "app.trackx.kafka.TrackXProducerInterceptor",
              "app.trackx.quartz.TrackXJobListener",
              "app.trackx.reactor.RequestAccessor"));

  private static final Map<Published, JavaClasses> CLASSES = new HashMap<>();

  static List<Published> libraries() {
    List<Published> libraries = new ArrayList<>(Published.java8());
    libraries.add(new Published("trackx-client-kafka"));
    return libraries;
  }

  @Test
  void everyLookup_isRegisteredOrAnException() throws Exception {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Published module : libraries()) {
      for (JavaClass type : classes(module)) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          if (isLookup(access)) {
            String outer = type.getName().replaceFirst("\\$.*", "");
            found.computeIfAbsent(outer, name -> new TreeSet<>()).add(module.artifact());
          }
        }
      }
    }
    Set<String> known = new TreeSet<>(REGISTERED.keySet());
    known.addAll(EXCEPTIONS.keySet());
    assertThat(found.keySet()).isEqualTo(known);
    for (Map.Entry<String, Set<String>> user : found.entrySet()) {
      for (String artifact : user.getValue()) {
        assertThat(metadata(new Published(artifact)).keySet())
            .as("reflect-config.json of %s, for %s", artifact, user.getKey())
            .containsAll(REGISTERED.getOrDefault(user.getKey(), Set.of()));
      }
    }
  }

  private static boolean isLookup(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return LOOKUPS.getOrDefault(owner, Set.of()).contains(access.getName())
        || (owner.endsWith("ClassLoader")
            && LOOKUPS.get("java.lang.ClassLoader").contains(access.getName()));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void ownClassesOfTheMetadata_exist_withTheirConstructors(Published module) throws Exception {
    JavaClasses classes = classes(module);
    for (Map.Entry<String, JsonObject> entry : metadata(module).entrySet()) {
      if (entry.getKey().startsWith("app.trackx.")) {
        assertThat(classes.contain(entry.getKey())).as(entry.getKey()).isTrue();
        if (entry.getValue().has("methods")) {
          assertThat(classes.get(entry.getKey()).tryGetConstructor())
              .as(entry.getKey())
              .isPresent();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void classesThatOthersCreate_areRegisteredWithAConstructor(Published module) throws Exception {
    Map<String, JsonObject> metadata = metadata(module);
    for (String name : CREATED_BY_OTHERS.getOrDefault(module.artifact(), Set.of())) {
      assertThat(metadata).containsKey(name);
      assertThat(metadata.get(name).get("methods").toString()).contains("<init>");
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void servicesAndPlugins_areRegistered(Published module) throws Exception {
    Set<String> files = Published.files(module.jar());
    for (String file : files) {
      if (file.startsWith("META-INF/services/")) {
        String provider = text(module.jar(), file).strip();
        assertThat(metadata(module)).as(file).containsKey(provider);
      }
      if (file.endsWith(".dat")) { // read by Log4j
        assertThat(text(module.jar(), folder(module) + "resource-config.json")).contains(file);
      }
    }
  }

  /** Returns the entries of a jar's reflect-config.json by name; none if there is no such file. */
  private static Map<String, JsonObject> metadata(Published module) throws IOException {
    Map<String, JsonObject> entries = new TreeMap<>();
    String file = folder(module) + "reflect-config.json";
    if (Published.files(module.jar()).contains(file)) {
      for (JsonElement entry : JsonParser.parseString(text(module.jar(), file)).getAsJsonArray()) {
        JsonObject object = entry.getAsJsonObject();
        entries.put(object.get("name").getAsString(), object);
      }
    }
    return entries;
  }

  private static String folder(Published module) {
    return "META-INF/native-image/app.trackx/" + module.artifact() + "/";
  }

  private static String text(Path jar, String file) throws IOException {
    try (JarFile opened = new JarFile(jar.toFile())) {
      ZipEntry entry = opened.getEntry(file);
      return new String(opened.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the classes of a jar, those for later versions of Java too. */
  private static JavaClasses classes(Published module) throws IOException {
    JavaClasses known = CLASSES.get(module);
    if (known != null) {
      return known;
    }
    // what the jar says of other classes is enough
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    try (JarFile jar = new JarFile(module.jar().toFile())) {
      JavaClasses classes = new ClassFileImporter().importJar(jar);
      CLASSES.put(module, classes);
      return classes;
    } finally {
      ArchConfiguration.get().reset();
    }
  }

  private static Set<String> pipelineClasses() {
    try {
      Method names = Class.forName("app.trackx.PipelineClasses").getDeclaredMethod("names");
      names.setAccessible(true);
      return Set.of((String[]) names.invoke(null));
    } catch (ReflectiveOperationException renamed) {
      throw new AssertionError(renamed);
    }
  }

  private static Set<String> typesWithCodes() {
    try {
      Field types = ErrorCodes.class.getDeclaredField("TYPES");
      types.setAccessible(true);
      Set<String> names = new TreeSet<>();
      for (String[] type : (String[][]) types.get(null)) {
        names.add(type[0]);
      }
      return names;
    } catch (ReflectiveOperationException renamed) {
      throw new AssertionError(renamed);
    }
  }
}
