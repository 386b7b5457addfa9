package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.mail.smtp.SMTPSendFailedException;
import feign.FeignException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.HttpRetryException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Map;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial")
@NullUnmarked
class ErrorCodesTest {
  @Test
  void sqlException_hasStateAndVendorCode() {
    assertThat(codes(new SQLException("duplicate", "23505", 7)))
        .isEqualTo(Map.of("sqlState", "23505", "vendorCode", 7));
  }

  @Test
  void subclass_isReadAsItsSuperclass() {
    assertThat(codes(new BatchUpdateException("x", "40001", 12, new int[0])))
        .isEqualTo(Map.of("sqlState", "40001", "vendorCode", 12));
  }

  @Test
  void codeOfZero_orNull_isLeftOut() {
    assertThat(codes(new SQLException("x"))).isEmpty();
  }

  @Test
  void statusOfAnAnswer_isRead() {
    assertThat(codes(new HttpRetryException("x", 503))).isEqualTo(Map.of("httpStatus", 503));
    assertThat(codes(new FeignException(404))).isEqualTo(Map.of("httpStatus", 404));
  }

  @Test
  void methodOfAResult_isCalled() {
    assertThat(codes(new StatusRuntimeException())).isEqualTo(Map.of("grpcStatus", "NOT_FOUND"));
  }

  @Test
  void publicField_isRead() {
    assertThat(codes(new XAException(XAException.XA_RBTIMEOUT)))
        .isEqualTo(Map.of("code", XAException.XA_RBTIMEOUT));
  }

  @Test
  void accessorThatThrows_leavesTheOthers() {
    SQLException error = new SQLException("x", "23505", 7) {
      @Override
      public String getSQLState() {
        throw new StackOverflowError();
      }
    };

    assertThat(codes(error)).isEqualTo(Map.of("vendorCode", 7));
  }

  @Test
  void accessorThatDoesNotExist_isNone() {
    assertThat(codes(new SMTPSendFailedException())).isEmpty();
  }

  @Test
  void longText_orNone_isNoCode() {
    assertThat(codes(new SQLException("x", "x".repeat(64), 0)))
        .isEqualTo(Map.of("sqlState", "x".repeat(64)));
    assertThat(codes(new SQLException("x", "x".repeat(65), 0))).isEmpty();
    assertThat(codes(new SQLException("x", "", 0))).isEmpty();
  }

  @Test
  void otherTypes_haveNone() {
    assertThat(CauseChain.mayHaveCodes(new IllegalStateException())).isFalse();
    assertThat(CauseChain.mayHaveCodes(new IOException())).isFalse();
    assertThat(CauseChain.mayHaveCodes(new java.util.NoSuchElementException())).isFalse();
    assertThat(CauseChain.mayHaveCodes(new Own())).isTrue();
    assertThat(codes(new Own())).isEmpty();
  }

  @Test
  void next_followsTheChainOfTheDatabase() {
    SQLException first = new SQLException("first");
    SQLException second = new SQLException("second");
    SQLException third = new SQLException("third");
    first.setNextException(second);
    first.setNextException(third);

    assertThat(ErrorCodes.next(first)).containsExactly(second, third);
    assertThat(ErrorCodes.next(new Own())).isEmpty();
  }

  @Test
  void next_thatLeadsBack_ends() {
    SQLException first = new SQLException("first");
    SQLException second = new SQLException("second");
    first.setNextException(second);
    second.setNextException(first);

    assertThat(ErrorCodes.next(first)).containsExactly(second);

    Looping looping = new Looping();
    assertThat(ErrorCodes.next(new SQLException() {
          @Override
          public SQLException getNextException() {
            return looping;
          }
        }))
        .containsExactly(looping);
  }

  @Test
  void next_forEver_ends() {
    assertThat(ErrorCodes.next(new Endless())).hasSize(10);
  }

  @Test
  void next_thatThrows_isNone() {
    SQLException error = new SQLException() {
      @Override
      public SQLException getNextException() {
        throw new IllegalStateException();
      }
    };

    assertThat(ErrorCodes.next(error)).isEmpty();
  }

  private static Map<String, Object> codes(Throwable error) {
    return ErrorCodes.of(error);
  }

  private static final class Own extends RuntimeException {
    public int getErrorCode() {
      return 5;
    }
  }

  private static final class Looping extends SQLException {
    @Override
    public SQLException getNextException() {
      return this;
    }
  }

  private static final class Endless extends SQLException {
    @Override
    public SQLException getNextException() {
      return new Endless();
    }
  }
}
