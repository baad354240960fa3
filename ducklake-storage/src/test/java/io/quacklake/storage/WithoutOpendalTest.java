package io.quacklake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Object stores are an option: without their library, or its native half, an error says what to
 * add.
 */
class WithoutOpendalTest {
  /** The class path of the tests without some of its jars. */
  private static URLClassLoader without(String jars) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!Path.of(each).getFileName().toString().matches(jars)) {
        urls.add(Path.of(each).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static Object stores(ClassLoader loader) throws Exception {
    Class<?> options = loader.loadClass(StorageOptions.class.getName());
    Object given =
        options
            .getMethod("of", Map.class)
            .invoke(null, Map.of("anonymous", "true", "region", "us-east-1"));
    return loader
        .loadClass(ObjectStores.class.getName())
        .getMethod("of", options)
        .invoke(null, given);
  }

  @ParameterizedTest
  @ValueSource(strings = {"opendal-.*", "opendal-[0-9.]+-.*"})
  void theErrorSaysWhatToAdd(String jars) throws Exception {
    try (URLClassLoader loader = without(jars)) {
      Object stores = stores(loader);
      for (int attempt = 0; attempt < 2; attempt++) {
        Throwable failure =
            catchThrowable(
                () ->
                    stores
                        .getClass()
                        .getMethod("forLocation", String.class)
                        .invoke(stores, "s3://lake/x"));

        assertThat(((InvocationTargetException) failure).getCause())
            .hasMessageContaining("org.apache.opendal:opendal")
            .hasMessageContaining("linux-x86_64");
      }
      Object local =
          stores
              .getClass()
              .getMethod("forLocation", String.class)
              .invoke(stores, "/no/such/directory/x");
      assertThat(local).isNotNull();
    }
  }
}
