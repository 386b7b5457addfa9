package app.trackx.internal.stack;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The codes with which exceptions of well-known types say why they were thrown: a SQLState, the HTTP
 * status of an answer, an error number of the operating system.
 *
 * <p>Only the listed types are asked, through the listed methods or public fields, by reflection: no
 * library is needed, and none is loaded. The classes are those of libraries, but may be extended by
 * anyone, so whatever a call throws is caught. Runs on the processing thread.
 */
public final class ErrorCodes {
  private static final String STATUS = "httpStatus";
  private static final String CODE = "code";
  private static final String SQL_EXCEPTION = "java.sql.SQLException";
  private static final int MAX_TEXT = 64;
  private static final int MAX_NEXT = 10;

  /** A type, then alternating keys and the methods to call, one on the result of the other. */
  private static final String[][] TYPES = {
    {SQL_EXCEPTION, "sqlState", "getSQLState", "vendorCode", "getErrorCode"},
    {"io.r2dbc.spi.R2dbcException", "sqlState", "getSqlState", "vendorCode", "getErrorCode"},
    {"java.net.HttpRetryException", STATUS, "responseCode"},
    {
      "org.springframework.web.client.RestClientResponseException",
      STATUS,
      "getStatusCode.value",
      STATUS,
      "getRawStatusCode"
    },
    {
      "org.springframework.web.reactive.function.client.WebClientResponseException",
      STATUS,
      "getStatusCode.value",
      STATUS,
      "getRawStatusCode"
    },
    {"retrofit2.HttpException", STATUS, "code"},
    {"retrofit2.adapter.rxjava2.HttpException", STATUS, "code"},
    {"feign.FeignException", STATUS, "status"},
    {"org.apache.http.client.HttpResponseException", STATUS, "getStatusCode"},
    {"org.apache.hc.client5.http.HttpResponseException", STATUS, "getStatusCode"},
    {"org.eclipse.jetty.http.HttpException$RuntimeException", STATUS, "getCode"},
    {"org.jsoup.HttpStatusException", STATUS, "getStatusCode"},
    {"jakarta.ws.rs.WebApplicationException", STATUS, "getResponse.getStatus"},
    {"javax.ws.rs.WebApplicationException", STATUS, "getResponse.getStatus"},
    {"javax.xml.ws.http.HTTPException", STATUS, "getStatusCode"},
    {"jakarta.xml.ws.http.HTTPException", STATUS, "getStatusCode"},
    {"io.ktor.client.plugins.ResponseException", STATUS, "getResponse.getStatus.getValue"},
    {"io.micronaut.http.client.exceptions.HttpClientResponseException", STATUS, "getStatus.getCode"
    },
    {"io.grpc.StatusRuntimeException", "grpcStatus", "getStatus.getCode.name"},
    {"io.grpc.StatusException", "grpcStatus", "getStatus.getCode.name"},
    {"software.amazon.awssdk.core.exception.SdkServiceException", STATUS, "statusCode"},
    {
      "software.amazon.awssdk.awscore.exception.AwsServiceException",
      CODE,
      "awsErrorDetails.errorCode"
    },
    {"com.amazonaws.AmazonServiceException", STATUS, "getStatusCode", CODE, "getErrorCode"},
    {"com.azure.core.exception.HttpResponseException", STATUS, "getResponse.getStatusCode"},
    {"com.google.api.client.http.HttpResponseException", STATUS, "getStatusCode"},
    {"com.google.api.gax.rpc.ApiException", CODE, "getStatusCode.getCode.name"},
    {"com.google.cloud.BaseServiceException", STATUS, "getCode", CODE, "getReason"},
    {"com.stripe.exception.StripeException", STATUS, "getStatusCode", CODE, "getCode"},
    {"io.minio.errors.ErrorResponseException", CODE, "errorResponse.code"},
    {"co.elastic.clients.elasticsearch._types.ElasticsearchException", STATUS, "status"},
    {"org.elasticsearch.client.ResponseException", STATUS, "getResponse.getStatusLine.getStatusCode"
    },
    {"org.opensearch.client.opensearch._types.OpenSearchException", STATUS, "status"},
    {"com.mongodb.MongoException", CODE, "getCode"},
    {"org.neo4j.driver.exceptions.Neo4jException", CODE, "code"},
    {"org.apache.zookeeper.KeeperException", CODE, "code.name"},
    {"javax.jms.JMSException", CODE, "getErrorCode"},
    {"jakarta.jms.JMSException", CODE, "getErrorCode"},
    {"com.ibm.mq.MQException", CODE, "reasonCode"},
    {"com.sun.mail.smtp.SMTPSendFailedException", CODE, "getReturnCode"},
    {"com.sun.mail.smtp.SMTPAddressFailedException", CODE, "getReturnCode"},
    {"org.eclipse.angus.mail.smtp.SMTPSendFailedException", CODE, "getReturnCode"},
    {"org.eclipse.angus.mail.smtp.SMTPAddressFailedException", CODE, "getReturnCode"},
    {"com.unboundid.ldap.sdk.LDAPException", CODE, "getResultCode.intValue"},
    {"javax.transaction.xa.XAException", CODE, "errorCode"},
    {"com.jcraft.jsch.SftpException", CODE, "id"},
    {"net.schmizz.sshj.sftp.SFTPException", CODE, "getStatusCode.name"},
    {"com.sun.jna.LastErrorException", "errno", "getErrorCode"},
    {"io.netty.channel.unix.Errors$NativeIoException", "errno", "expectedErr"},
    {"android.system.ErrnoException", "errno", "errno"},
  };

  private ErrorCodes() {}

  /**
   * Returns the codes of an exception: numbers and texts of at most 64 characters. A code of 0 says
   * nothing and is left out.
   *
   * @param error the exception, not its causes
   * @return a new map, often empty
   */
  public static Map<String, Object> of(Throwable error) {
    Map<String, Object> codes = new LinkedHashMap<String, Object>();
    try {
      for (Class<?> c = error.getClass();
          c != null && c != Throwable.class;
          c = c.getSuperclass()) {
        for (String[] type : TYPES) {
          if (type[0].equals(c.getName())) {
            read(error, c, type, codes);
          }
        }
      }
    } catch (Throwable failedInUserCode) {
      // those that were read are enough
    }
    return codes;
  }

  private static void read(
      Throwable error, Class<?> type, String[] accessors, Map<String, Object> codes) {
    for (int i = 1; i < accessors.length; i += 2) {
      try {
        Object code = value(error, type, accessors[i + 1]);
        if (code != null && !codes.containsKey(accessors[i])) {
          codes.put(accessors[i], code);
        }
      } catch (Throwable notAccessibleOrFailedInUserCode) {
        // an older or newer version of the library
      }
    }
  }

  private static @Nullable Object value(Throwable error, Class<?> type, String path)
      throws ReflectiveOperationException {
    Object value = error;
    Class<?> declared = type;
    int from = 0;
    while (value != null && from <= path.length()) {
      int dot = path.indexOf('.', from);
      int to = dot < 0 ? path.length() : dot;
      String name = path.substring(from, to);
      Class<?> owner = Modifier.isPublic(declared.getModifiers()) ? declared : value.getClass();
      try {
        Method method = owner.getMethod(name);
        value = method.invoke(value);
        declared = method.getReturnType();
      } catch (NoSuchMethodException noMethod) {
        value = owner.getField(name).get(value);
        declared = Object.class;
      }
      from = to + 1;
    }
    return checked(value);
  }

  private static @Nullable Object checked(@Nullable Object value) {
    if (value instanceof Number) {
      return ((Number) value).longValue() == 0 ? null : value;
    }
    String text = value instanceof String ? (String) value : null;
    return text == null || text.isEmpty() || text.length() > MAX_TEXT ? null : text;
  }

  /**
   * Returns the exceptions that follow a {@code SQLException} but are not among its causes, for
   * instance what the database said about one statement of a batch.
   *
   * @param error any exception
   * @return at most 10, without {@code error} itself and without duplicates
   */
  public static List<Throwable> next(Throwable error) {
    List<Throwable> following = new ArrayList<Throwable>();
    try {
      Class<?> type = error.getClass();
      while (type != null && !type.getName().equals(SQL_EXCEPTION)) {
        type = type.getSuperclass();
      }
      if (type != null) {
        Method next = type.getMethod("getNextException");
        Object link = next.invoke(error);
        while (link instanceof Throwable
            && link != error
            && following.size() < MAX_NEXT
            && !isIn(following, link)) {
          following.add((Throwable) link);
          link = next.invoke(link);
        }
      }
    } catch (Throwable failedInUserCode) {
      // those that were found are enough
    }
    return following;
  }

  private static boolean isIn(List<Throwable> errors, Object wanted) {
    for (Throwable error : errors) {
      if (error == wanted) {
        return true;
      }
    }
    return false;
  }
}
