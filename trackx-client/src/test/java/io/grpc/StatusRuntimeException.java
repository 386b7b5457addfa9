package io.grpc;

/** A stand-in for the class of this name, with the methods that are asked for. */
@SuppressWarnings("serial")
public final class StatusRuntimeException extends RuntimeException {
  public Status getStatus() {
    return new Status();
  }

  /** A stand-in for the status. */
  public static final class Status {
    public Code getCode() {
      return Code.NOT_FOUND;
    }
  }

  /** A stand-in for the code. */
  public enum Code {
    NOT_FOUND
  }
}
