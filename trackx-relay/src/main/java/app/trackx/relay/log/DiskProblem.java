package app.trackx.relay.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;

/** Puts the failure of a file operation in words; of some, the JDK's message is only the file's name. */
final class DiskProblem {
  private DiskProblem() {}

  static String inWords(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "permission denied for " + denied.getFile();
    }
    if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
      return ((FileSystemException) failure).getFile() + " is not a directory";
    }
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason() + ": " + known.getFile();
    }
    return failure.getClass() == IOException.class
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }
}
