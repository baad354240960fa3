package io.quacklake.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Connections whose calls can be made to fail, before the database hears of them or after. */
final class FaultyDataSource {
  private final String url;
  private volatile Predicate<String> before = call -> false;
  private volatile Predicate<String> after = call -> false;

  FaultyDataSource(String url) {
    this.url = url;
  }

  /** Calls are a method's name and, for statements, the SQL behind it. */
  void failBefore(Predicate<String> call) {
    before = call;
  }

  void failAfter(Predicate<String> call) {
    after = call;
  }

  void recover() {
    before = call -> false;
    after = call -> false;
  }

  DataSource source() {
    return proxy(
        DataSource.class,
        new Object(),
        (method, sql) -> {
          if (!method.equals("getConnection")) {
            throw new UnsupportedOperationException(method);
          }
          return connection(DriverManager.getConnection(url));
        });
  }

  private Connection connection(Connection driver) {
    return proxy(Connection.class, driver, null);
  }

  private interface Answer {
    Object answer(String method, String sql) throws SQLException;
  }

  @SuppressWarnings("unchecked")
  private <T> T proxy(Class<T> type, Object target, Answer answer) {
    return (T)
        Proxy.newProxyInstance(
            FaultyDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              String sql =
                  arguments != null && arguments.length > 0 && arguments[0] instanceof String text
                      ? " " + text
                      : "";
              if (answer != null) {
                return answer.answer(method.getName(), sql);
              }
              String call = method.getName() + sql;
              if (before.test(call)) {
                throw new SQLException("the test cut the connection before " + call);
              }
              Object result;
              try {
                result = method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (after.test(call)) {
                throw new SQLException("the test cut the connection after " + call);
              }
              return method.getReturnType() == Statement.class
                  ? proxy(Statement.class, result, null)
                  : result;
            });
  }
}
