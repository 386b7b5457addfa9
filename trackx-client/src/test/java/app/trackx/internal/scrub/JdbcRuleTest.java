package app.trackx.internal.scrub;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The parameters of JDBC URLs, and the text around the URLs. */
class JdbcRuleTest extends OneRule {
  JdbcRuleTest() {
    super(new JdbcRule(new Labels(null), new KeyNames(List.of())));
  }

  @Test
  void userAndPassword_areRedacted_otherParametersStay() {
    becomes(
        "jdbc:h2:mem:x;USER=bob;password=tiger;mode=1",
        "jdbc:h2:mem:x;USER=[secret];password=[secret];mode=1");
    becomes("jdbc:db2://h/x:user=bob;a=1", "jdbc:db2://h/x:user=[secret];a=1");
    stays("jdbc:h2:mem:x;password=;mode=1", "jdbc:h2:mem:x;password=", "jdbc:h2:mem:x;mode=1");
  }

  @Test
  void textBesideAUrl_isNoParameter() {
    becomes("retry;user=1; jdbc:h2:x;user=bob", "retry;user=1; jdbc:h2:x;user=[secret]");
    becomes(
        "retry;user=1; jdbc:oracle:thin:scott/tiger@db;user=bob",
        "retry;user=1; jdbc:oracle:thin:[credentials]@db;user=[secret]");
    becomes(
        "jdbc:h2:x;user=bob jdbc:h2:y;user=eve", "jdbc:h2:x;user=[secret] jdbc:h2:y;user=[secret]");
  }

  @Test
  void userOfOracle_endsAtTheAtSign() {
    becomes("\"jdbc:oracle:thin:scott/tiger@h\"@bean", "\"jdbc:oracle:thin:[credentials]@h\"@bean");
    becomes("jdbc:oracle:thin:scott/\"ti ger\"@h", "jdbc:oracle:thin:[credentials]@h");
    becomes("jdbc:oracle:oci8:scott/tiger@h", "jdbc:oracle:oci8:[credentials]@h");
    stays("jdbc:oracle:thin:@h:1521/x", "jdbc:oracle:thin:scott", "jdbc:other:thin:scott/tiger@h");
  }

  @Test
  void quotedPasswordOfOracle_isInTheSameLine_andNearTheUser() {
    String longest = "x".repeat(256 - "scott/".length() - "\"\"".length());
    becomes("jdbc:oracle:thin:scott/\"" + longest + "\"@h", "jdbc:oracle:thin:[credentials]@h");
    stays(
        "jdbc:oracle:thin:scott/\"" + longest + "x\"@h",
        "jdbc:oracle:thin:scott/\"ti\nger\"@h",
        "jdbc:oracle:thin:scott\n\"tiger\"@h",
        "jdbc:oracle:thin:scott\"@h \"tiger\"@h");
  }
}
