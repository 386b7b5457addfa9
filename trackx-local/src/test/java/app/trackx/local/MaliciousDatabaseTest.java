package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.Trigger;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with a database that an attacker has put into the directory, containing code. */
class MaliciousDatabaseTest {
  private static final String RAN = "app.trackx.local.planted";
  private static final String UNREADABLE =
      "the database cannot be read; move events.mv.db away to start with an empty one";

  @TempDir
  private Path folder;

  /** A trigger that records being loaded by H2. */
  public static final class PlantedTrigger implements Trigger {
    @Override
    public void init(
        Connection c, String schema, String name, String table, boolean before, int type) {
      System.setProperty(RAN, "trigger");
    }

    @Override
    public void fire(Connection c, Object[] oldRow, Object[] newRow) {}
  }

  /** An object that records being deserialized. */
  private static final class PlantedObject implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) {
      System.setProperty(RAN, "object");
    }
  }

  @BeforeEach
  @AfterEach
  void nothingRan() {
    System.clearProperty(RAN);
  }

  private TrackXLocal start() {
    return TrackXLocal.builder().dataDirectory(folder).start();
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:h2:" + folder.resolve("events"));
  }

  /** Creates a table of earlier versions, which those versions would have used, and executes statements. */
  private void plant(String... statements) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE event (serial BIGINT PRIMARY KEY, issue VARCHAR(32) NOT NULL,"
          + " received VARCHAR(40) NOT NULL, browser VARCHAR, os VARCHAR, body VARBINARY)");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    System.clearProperty(RAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trigger", "Java source", "linked table"})
  void codeInTheSchema_doesNotRun_andTheFileIsRejected(String kind) throws Exception {
    switch (kind) {
      case "trigger":
        plant("CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW CALL '"
            + PlantedTrigger.class.getName() + "'");
        break;
      case "Java source":
        plant(
            "CREATE ALIAS f DETERMINISTIC AS 'long f() { System.setProperty(\"" + RAN
                + "\", \"source\"); return 1; }'",
            "CREATE TABLE z (a BIGINT, b BIGINT GENERATED ALWAYS AS (a + f()))");
        break;
      default:
        plant("CREATE LINKED TABLE l(NULL, 'jdbc:h2:" + folder.resolve("other") + "', '', '',"
            + " '(SELECT 1)')");
        Files.delete(folder.resolve("other.mv.db"));
    }
    assertThatThrownBy(this::start).hasRootCauseMessage(UNREADABLE);
    assertThat(System.getProperty(RAN)).isNull();
    assertThat(folder.resolve("other.mv.db")).doesNotExist();
    open().close(); // proves that the planted code works: H2 itself runs it
    assertThat(System.getProperty(RAN) != null || Files.exists(folder.resolve("other.mv.db")))
        .isTrue();
  }

  @Test
  void serializedObjects_areNotRead() {
    try (MVStore file = MVStore.open(folder.resolve("events.mv.db").toString())) {
      file.setStoreVersion(1);
      for (String map : new String[] {"event", "issue", "first", "session"}) {
        file.openMap(map).put(new PlantedObject(), new PlantedObject());
        file.openMap(map).put(1L, new PlantedObject());
      }
    }
    System.clearProperty(RAN);
    assertThatThrownBy(this::start).hasRootCauseMessage(UNREADABLE);
    assertThat(System.getProperty(RAN)).isNull();
    try (MVStore file = MVStore.open(folder.resolve("events.mv.db").toString())) {
      assertThat(file.openMap("event").values())
          .isNotEmpty(); // proves that the objects can be read: H2 itself does
    }
    assertThat(System.getProperty(RAN)).isEqualTo("object");
  }

  @Test
  void filesThatH2sSqlEngineReads_areLeftAlone() throws Exception {
    Files.writeString(folder.resolve("events.trace.db"), "x");
    Files.writeString(folder.resolve(".h2.server.properties"), "x");
    start().close();
    start().close();
    assertThat(folder.resolve("events.trace.db")).hasContent("x");
  }
}
