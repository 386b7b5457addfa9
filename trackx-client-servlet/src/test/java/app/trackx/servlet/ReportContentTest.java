package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a report, for reports as browsers send them. */
class ReportContentTest {
  private static final String SECRETS = "?mail=bob@example.com&token=t0k3n#part";

  private final ReportContent content =
      new ReportContent(WebUrl.parse("https://shop.example.com"), new RouteTemplates(null));

  private Map<String, Object> of(String json) throws IOException {
    return content.of((Map<?, ?>) JsonText.parse(json.replace('\'', '"')));
  }

  @Test
  void violation_keepsWhatTheServerGroupsBy() throws IOException {
    assertThat(of("{'age':53531,'type':'csp-violation','user_agent':'Mozilla/5.0 (secret)',"
            + "'url':'https://shop.example.com/orders/4711" + SECRETS + "','body':{"
            + "'blockedURL':'https://cdn.example.net/u/4711/x.js" + SECRETS + "',"
            + "'disposition':'report','documentURL':'https://shop.example.com/orders/4711" + SECRETS
            + "','effectiveDirective':'script-src-elem','lineNumber':121,'columnNumber':3,"
            + "'originalPolicy':'default-src nonce-secret','referrer':'https://www.example.org/s"
            + SECRETS
            + "','sample':'secret()','sourceFile':'https://shop.example.com/app.js" + SECRETS
            + "','statusCode':200}}"))
        .hasToString("{type=csp-violation, url=https://shop.example.com/orders/{id},"
            + " body={blockedURL=https://cdn.example.net/u/{id}/x.js, disposition=report,"
            + " documentURL=https://shop.example.com/orders/{id}, effectiveDirective=script-src-elem,"
            + " lineNumber=121, columnNumber=3, referrer=https://www.example.org/,"
            + " sourceFile=https://shop.example.com/app.js, statusCode=200}, age=53531}");
  }

  @Test
  void reportUri_becomesTheSame() throws IOException {
    assertThat(of("{'csp-report':{'document-uri':'https://shop.example.com/a" + SECRETS
            + "','referrer':'','violated-directive':'img-src','effective-directive':'img-src',"
            + "'original-policy':'x','disposition':'report','blocked-uri':'data','status-code':0,"
            + "'script-sample':'secret'}}"))
        .hasToString("{type=csp-violation, url=https://shop.example.com/a,"
            + " body={documentURL=https://shop.example.com/a, blockedURL=data,"
            + " effectiveDirective=img-src, disposition=report, statusCode=0}}");
  }

  @Test
  void networkError_losesAddressesAndHeaders() throws IOException {
    assertThat(of("{'type':'network-error','url':'https://shop.example.com/pay/7" + SECRETS
            + "','body':{'elapsed_time':18,'method':'POST','phase':'connection',"
            + "'protocol':'http/1.1','referrer':'https://shop.example.com/cart" + SECRETS
            + "','sampling_fraction':1,'server_ip':'203.0.113.7','status_code':0,"
            + "'type':'tcp.refused','request_headers':{'Cookie':['secret']}}}"))
        .hasToString("{type=network-error, url=https://shop.example.com/pay/{id},"
            + " body={elapsed_time=18, method=POST, phase=connection, protocol=http/1.1,"
            + " referrer=https://shop.example.com/cart, sampling_fraction=1, status_code=0,"
            + " type=tcp.refused}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deprecation | {'id':'X','message':'old','anticipatedRemoval':null} | {id=X, message=old}",
        "intervention | {'id':'X','message':'slow','lineNumber':3} | {id=X, message=slow, lineNumber=3}",
        "crash | {'reason':'oom','crashId':'secret','stack':'secret'} | {reason=oom}",
        "coep | {'type':'corp','blockedURL':'https://a.example/7?b'} | {type=corp, blockedURL=https://a.example/{id}}",
        "coop | {'property':'opener','openerURL':'https://a?secret'} | {property=opener}"
      })
  void otherKinds_keepKnownFields(String type, String body, String kept) throws IOException {
    assertThat(of("{'type':'" + type + "','url':'https://shop.example.com/','body':" + body + "}"))
        .hasToString("{type=" + type + ", url=https://shop.example.com/, body=" + kept + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "inline, inline",
    "trusted-types-sink, trusted-types-sink",
    "data:image/png;base64;secret, data",
    "blob:https://shop.example.com/secret, blob",
    "chrome-extension://secret/x.js, chrome-extension",
    "about:blank, about",
    "https://bob:pw@a.example:8443/x;j=secret/y, https://a.example:8443/x/y",
    "HTTPS://A.Example/x, https://a.example/x",
    "https://a.example?secret, https://a.example",
    "/relative/secret, ",
    "secret 7, ",
    "https://a.example/a b, ",
    "https:///x, "
  })
  void blockedUrl_isCut(String url, String kept) throws IOException {
    Map<String, Object> report = of("{'type':'csp-violation','url':'https://shop.example.com/',"
        + "'body':{'blockedURL':'" + url + "'}}");

    assertThat(((Map<?, ?>) report.get("body")).get("blockedURL")).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':'csp-violation'}",
        "{'type':'csp-violation','url':'https://shop.example.com/'}",
        "{'type':'csp-violation','url':'https://shop.example.com/','body':7}",
        "{'type':'csp-violation','url':7,'body':{}}",
        "{'type':'csp-violation','url':'https://evil.example.com/','body':{}}",
        "{'type':'csp-violation','url':'https://shop.example.com.evil.com/','body':{}}",
        "{'type':'csp-violation','url':'https://shop.example.com@evil.com/','body':{}}",
        "{'type':'csp-violation','url':'https://evil.com\\\\@shop.example.com/','body':{}}",
        "{'type':'csp-violation','url':'https://shop.example.com:8443/','body':{}}",
        "{'type':'secret-kind','url':'https://shop.example.com/','body':{}}",
        "{'csp-report':{}}",
        "{'csp-report':{'document-uri':'https://evil.example.com/'}}"
      })
  void reportOfAnotherOrigin_orNone_isDropped(String json) throws IOException {
    assertThat(of(json)).isNull();
  }

  @Test
  void schemeOfThePage_mayBeAnother_sinceAProxyMayEndTls() throws IOException {
    assertThat(of("{'type':'crash','url':'http://shop.example.com/','body':{}}"))
        .isNotNull();
  }

  @Test
  void longText_isClipped() throws IOException {
    Map<String, Object> report = of("{'type':'deprecation','url':'https://shop.example.com/',"
        + "'body':{'message':'" + "x".repeat(9_000) + "'}}");

    assertThat(((Map<?, ?>) report.get("body")).get("message")).asString().hasSize(500);
  }
}
