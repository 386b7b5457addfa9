package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkFramesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.Thread",
        "java.sql.DriverManager",
        "javax.crypto.Cipher",
        "javax.xml.parsers.SAXParser",
        "javax.net.ssl.SSLSocket",
        "javax.security.auth.Subject",
        "javax.sql.rowset.RowSetProvider",
        "jdk.internal.net.http.HttpClientImpl",
        "jdk.internal.vm.Continuation",
        "sun.nio.ch.Net",
        "sun.net.httpserver.ServerImpl$Exchange",
        "com.sun.net.httpserver.Filter$Chain",
        "com.sun.org.apache.xerces.internal.parsers.DOMParser",
        "com.sun.crypto.provider.AESCrypt",
        "com.sun.jndi.ldap.LdapCtx",
        "org.xml.sax.helpers.XMLReaderFactory"
      })
  void isOfJdk_classOfTheJdk_isTrue(String className) {
    assertThat(JdkFrames.isOfJdk(className)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.acme.java.lang.Thread",
        "javac.Main",
        "javax.servlet.http.HttpServlet",
        "javax.persistence.EntityManager",
        "javax.ws.rs.client.Client",
        "javax.xml.bind.JAXB",
        "javax.xml.ws.Service",
        "javax.annotation.Resource",
        "javax.mail.Transport",
        "javax.security.enterprise.SecurityContext",
        "javax.security.auth.message.AuthStatus",
        "jakarta.servlet.http.HttpServlet",
        "com.sun.mail.smtp.SMTPTransport",
        "com.sun.jna.Native",
        "com.sun.jersey.api.client.Client",
        "com.sun.faces.lifecycle.LifecycleImpl",
        "com.sun.xml.bind.v2.runtime.JAXBContextImpl",
        "com.sun.javafx.application.LauncherImpl",
        "com.sun.proxy.$Proxy12",
        "jdk.proxy2.$Proxy12",
        "jdk.nashorn.internal.scripts.Script$1$shop",
        "sunshine.App",
        "kotlin.collections.CollectionsKt",
        "scala.Option",
        "jdk",
        ""
      })
  void isOfJdk_anyOtherClass_isFalse(String className) {
    assertThat(JdkFrames.isOfJdk(className)).isFalse();
  }
}
