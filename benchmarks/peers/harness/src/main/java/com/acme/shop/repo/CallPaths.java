package com.acme.shop.repo;

import com.acme.shop.repo.OrderRepository.WireConnection;
import java.io.IOException;

/**
 * A call path of its own for each of 32 768 ids: five levels, with a choice of eight methods in each. It is no
 * recursion, whose frames a client may abbreviate so that different ids look equal.
 */
final class CallPaths {
  private CallPaths() {}

  static Object read(long id, WireConnection connection) throws IOException {
    return region(id, connection);
  }

  private static Object region(long id, WireConnection connection) throws IOException {
    return switch ((int) (id >> 0 & 7)) {
      case 0 -> region0(id, connection);
      case 1 -> region1(id, connection);
      case 2 -> region2(id, connection);
      case 3 -> region3(id, connection);
      case 4 -> region4(id, connection);
      case 5 -> region5(id, connection);
      case 6 -> region6(id, connection);
      default -> region7(id, connection);
    };
  }

  private static Object region0(long id, WireConnection connection) throws IOException {
    return shard(id, connection);
  }

  private static Object region1(long id, WireConnection connection) throws IOException {
    return shard(id, connection);
  }

  private static Object region2(long id, WireConnection connection) throws IOException {
    return shard(id, connection);
  }

  private static Object region3(long id, WireConnection connection) throws IOException {
    return shard(id, connection);
  }

  private static Object region4(long id, WireConnection connection) throws IOException {
    return shard(id, connection);
  }

  private static Object region5(long id, WireConnection connection) throws IOException {
    return shard(id, connection);
  }

  private static Object region6(long id, WireConnection connection) throws IOException {
    return shard(id, connection);
  }

  private static Object region7(long id, WireConnection connection) throws IOException {
    return shard(id, connection);
  }

  private static Object shard(long id, WireConnection connection) throws IOException {
    return switch ((int) (id >> 3 & 7)) {
      case 0 -> shard0(id, connection);
      case 1 -> shard1(id, connection);
      case 2 -> shard2(id, connection);
      case 3 -> shard3(id, connection);
      case 4 -> shard4(id, connection);
      case 5 -> shard5(id, connection);
      case 6 -> shard6(id, connection);
      default -> shard7(id, connection);
    };
  }

  private static Object shard0(long id, WireConnection connection) throws IOException {
    return table(id, connection);
  }

  private static Object shard1(long id, WireConnection connection) throws IOException {
    return table(id, connection);
  }

  private static Object shard2(long id, WireConnection connection) throws IOException {
    return table(id, connection);
  }

  private static Object shard3(long id, WireConnection connection) throws IOException {
    return table(id, connection);
  }

  private static Object shard4(long id, WireConnection connection) throws IOException {
    return table(id, connection);
  }

  private static Object shard5(long id, WireConnection connection) throws IOException {
    return table(id, connection);
  }

  private static Object shard6(long id, WireConnection connection) throws IOException {
    return table(id, connection);
  }

  private static Object shard7(long id, WireConnection connection) throws IOException {
    return table(id, connection);
  }

  private static Object table(long id, WireConnection connection) throws IOException {
    return switch ((int) (id >> 6 & 7)) {
      case 0 -> table0(id, connection);
      case 1 -> table1(id, connection);
      case 2 -> table2(id, connection);
      case 3 -> table3(id, connection);
      case 4 -> table4(id, connection);
      case 5 -> table5(id, connection);
      case 6 -> table6(id, connection);
      default -> table7(id, connection);
    };
  }

  private static Object table0(long id, WireConnection connection) throws IOException {
    return index(id, connection);
  }

  private static Object table1(long id, WireConnection connection) throws IOException {
    return index(id, connection);
  }

  private static Object table2(long id, WireConnection connection) throws IOException {
    return index(id, connection);
  }

  private static Object table3(long id, WireConnection connection) throws IOException {
    return index(id, connection);
  }

  private static Object table4(long id, WireConnection connection) throws IOException {
    return index(id, connection);
  }

  private static Object table5(long id, WireConnection connection) throws IOException {
    return index(id, connection);
  }

  private static Object table6(long id, WireConnection connection) throws IOException {
    return index(id, connection);
  }

  private static Object table7(long id, WireConnection connection) throws IOException {
    return index(id, connection);
  }

  private static Object index(long id, WireConnection connection) throws IOException {
    return switch ((int) (id >> 9 & 7)) {
      case 0 -> index0(id, connection);
      case 1 -> index1(id, connection);
      case 2 -> index2(id, connection);
      case 3 -> index3(id, connection);
      case 4 -> index4(id, connection);
      case 5 -> index5(id, connection);
      case 6 -> index6(id, connection);
      default -> index7(id, connection);
    };
  }

  private static Object index0(long id, WireConnection connection) throws IOException {
    return page(id, connection);
  }

  private static Object index1(long id, WireConnection connection) throws IOException {
    return page(id, connection);
  }

  private static Object index2(long id, WireConnection connection) throws IOException {
    return page(id, connection);
  }

  private static Object index3(long id, WireConnection connection) throws IOException {
    return page(id, connection);
  }

  private static Object index4(long id, WireConnection connection) throws IOException {
    return page(id, connection);
  }

  private static Object index5(long id, WireConnection connection) throws IOException {
    return page(id, connection);
  }

  private static Object index6(long id, WireConnection connection) throws IOException {
    return page(id, connection);
  }

  private static Object index7(long id, WireConnection connection) throws IOException {
    return page(id, connection);
  }

  private static Object page(long id, WireConnection connection) throws IOException {
    return switch ((int) (id >> 12 & 7)) {
      case 0 -> page0(id, connection);
      case 1 -> page1(id, connection);
      case 2 -> page2(id, connection);
      case 3 -> page3(id, connection);
      case 4 -> page4(id, connection);
      case 5 -> page5(id, connection);
      case 6 -> page6(id, connection);
      default -> page7(id, connection);
    };
  }

  private static Object page0(long id, WireConnection connection) throws IOException {
    return connection.fail();
  }

  private static Object page1(long id, WireConnection connection) throws IOException {
    return connection.fail();
  }

  private static Object page2(long id, WireConnection connection) throws IOException {
    return connection.fail();
  }

  private static Object page3(long id, WireConnection connection) throws IOException {
    return connection.fail();
  }

  private static Object page4(long id, WireConnection connection) throws IOException {
    return connection.fail();
  }

  private static Object page5(long id, WireConnection connection) throws IOException {
    return connection.fail();
  }

  private static Object page6(long id, WireConnection connection) throws IOException {
    return connection.fail();
  }

  private static Object page7(long id, WireConnection connection) throws IOException {
    return connection.fail();
  }
}
