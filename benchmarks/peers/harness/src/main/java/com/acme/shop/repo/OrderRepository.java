package com.acme.shop.repo;

import app.trackx.peers.Settings;
import java.io.IOException;

/** The repository of the invented application. */
public final class OrderRepository {
  /** Fails as if the database had closed the connection. */
  public Object save(long id) {
    String sql = "insert into orders(id, customer, total) values (?, ?, ?)";
    return new JdbcSession().executeUpdate(sql, id);
  }

  private static final class JdbcSession {
    Object executeUpdate(String sql, long id) {
      try {
        return doInConnection(sql, id);
      } catch (IOException e) {
        throw new PersistenceException("could not execute statement [" + sql + "]", e);
      }
    }

    private Object doInConnection(String sql, long id) throws IOException {
      return new WireConnection().execute(sql, id);
    }
  }

  static final class WireConnection {
    Object execute(String sql, long id) throws IOException {
      return sendQuery(sql, id);
    }

    private Object sendQuery(String sql, long id) throws IOException {
      return readReply(id);
    }

    private Object readReply(long id) throws IOException {
      return Settings.DISTINCT ? CallPaths.read(id, this) : fail();
    }

    Object fail() throws IOException {
      throw new IOException("connection to db-primary.internal:5432 was closed by the server"
          + " while reading the reply");
    }
  }
}
