package feign;

/** A stand-in for the class of this name, with the method that is asked for. */
@SuppressWarnings("serial")
public class FeignException extends RuntimeException {
  private final int status;

  public FeignException(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }
}
