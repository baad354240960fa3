package io.quacklake.scan.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quacklake.format.NotFoundException;
import io.quacklake.scan.internal.config.SettingsResolution.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsResolutionTest {
  private static final Given NOTHING = new Given(null, null, null, null, null, Map.of());

  @TempDir Path temporary;
  private Path directory;
  private Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeDirectories() throws IOException {
    directory = Files.createDirectory(temporary.resolve("work"));
    home = Files.createDirectory(temporary.resolve("home"));
  }

  @Test
  void anArgumentIsStrongerThanTheEnvironmentAndTheEnvironmentThanTheFile() throws IOException {
    write(
        directory.resolve("ducklake.toml"),
        """
        [lakes.prod]
        catalog = "sqlite:///file.sqlite"
        data_path = "file/"
        metadata_schema = "file_schema"
        """);
    environment.put("DUCKLAKE_DATA_PATH", "environment/");
    environment.put("DUCKLAKE_METADATA_SCHEMA", "environment_schema");

    Settings settings = resolve(new Given(null, "prod", null, null, "argument_schema", Map.of()));

    assertThat(settings.catalog()).isEqualTo("sqlite:///file.sqlite");
    assertThat(settings.dataPath()).isEqualTo("environment/");
    assertThat(settings.metadataSchema()).isEqualTo("argument_schema");
    assertThat(settings.origins())
        .containsEntry("catalog", "[lakes.prod] of " + directory.resolve("ducklake.toml"))
        .containsEntry("data_path", "environment DUCKLAKE_DATA_PATH")
        .containsEntry("metadata_schema", "argument");
  }

  @Test
  void theAddressOfTheEnvironmentGivesWayToAnArgument() {
    environment.put("DUCKLAKE_CATALOG", "duckdb:///environment.db");

    assertThat(resolve(NOTHING).catalog()).isEqualTo("duckdb:///environment.db");
    assertThat(resolve(catalog("duckdb:///argument.db")).catalog())
        .isEqualTo("duckdb:///argument.db");
  }

  @Test
  void anEmptyVariableIsAsGoodAsNone() {
    environment.put("DUCKLAKE_CATALOG", "");

    assertThatThrownBy(() -> resolve(NOTHING)).hasMessageContaining("No lake is named");
  }

  @Test
  void storageOptionsOfAllSourcesAreMerged() throws IOException {
    write(
        directory.resolve("ducklake.toml"),
        """
        [lakes.prod]
        catalog = "sqlite:///file.sqlite"
        [lakes.prod.storage]
        region = "eu-central-1"
        endpoint = "http://file"
        max_retries = 3
        anonymous = true
        """);
    environment.put("DUCKLAKE_STORAGE_ENDPOINT", "http://environment");
    environment.put("DUCKLAKE_STORAGE_SESSION_TOKEN", "token");

    Settings settings =
        resolve(new Given(null, "prod", null, null, null, Map.of("session_token", "stronger")));

    assertThat(settings.storageOptions())
        .containsOnly(
            Map.entry("region", "eu-central-1"),
            Map.entry("endpoint", "http://environment"),
            Map.entry("max_retries", "3"),
            Map.entry("anonymous", "true"),
            Map.entry("session_token", "stronger"));
    assertThat(settings.origins())
        .containsEntry("storage.endpoint", "environment DUCKLAKE_STORAGE_ENDPOINT")
        .containsEntry("storage.session_token", "argument");
  }

  @Test
  void theSecretWordsOfDuckDbAreUnderstood() {
    Settings settings =
        resolve(
            new Given(
                "duckdb:///lake.db",
                null,
                null,
                null,
                null,
                Map.of("key_id", "k", "SECRET", "s", "url_style", "path", "use_ssl", "false")));

    assertThat(settings.storageOptions())
        .containsOnly(
            Map.entry("access_key_id", "k"),
            Map.entry("secret_access_key", "s"),
            Map.entry("virtual_hosted_style", "false"),
            Map.entry("allow_http", "true"));
  }

  @Test
  void anUnknownStorageOptionIsAnErrorWithTheNearestName() {
    environment.put("DUCKLAKE_STORAGE_REGOIN", "x");

    assertThatThrownBy(() -> resolve(catalog("duckdb:///lake.db")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("storage option regoin")
        .hasMessageContaining("DUCKLAKE_STORAGE_REGOIN")
        .hasMessageContaining("Did you mean region?");
  }

  @Test
  void anUnknownKeyIsAnErrorWithTheNearestName() throws IOException {
    write(directory.resolve("ducklake.toml"), "[lakes.prod]\ncatalogue = \"x\"\n");

    assertThatThrownBy(() -> resolve(lake("prod")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("setting catalogue")
        .hasMessageContaining("[lakes.prod]")
        .hasMessageContaining("Did you mean catalog?");
  }

  @Test
  void anUnknownTableIsAnErrorWithTheNearestName() throws IOException {
    write(directory.resolve("ducklake.toml"), "[lake.prod]\ncatalog = \"x\"\n");

    assertThatThrownBy(() -> resolve(lake("prod"))).hasMessageContaining("Did you mean lakes?");
  }

  @Test
  void anUnknownLakeIsAnErrorWithTheNearestName() throws IOException {
    write(directory.resolve("ducklake.toml"), "[lakes.production]\ncatalog = \"x\"\n");

    assertThatThrownBy(() -> resolve(lake("prodution")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("There is no lake prodution")
        .hasMessageContaining("Did you mean production?");
  }

  @Test
  void aValueOfTheWrongTypeIsAnError() throws IOException {
    write(directory.resolve("ducklake.toml"), "[lakes.prod]\ncatalog = 5\n");

    assertThatThrownBy(() -> resolve(lake("prod")))
        .hasMessageContaining("The setting catalog in [lakes.prod]")
        .hasMessageContaining("must be a text");
  }

  @Test
  void aFileThatIsNotTomlIsAnErrorWithThePosition() throws IOException {
    write(directory.resolve("ducklake.toml"), "[lakes.prod]\ncatalog = \n");

    assertThatThrownBy(() -> resolve(lake("prod")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ducklake.toml is not TOML: line 2");
  }

  @Test
  void aNamedFileMustBeThereEvenWhenTheAddressIsGiven() {
    assertThatThrownBy(
            () -> resolve(new Given("duckdb:///lake.db", null, "none.toml", null, null, Map.of())))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("There is no configuration file " + directory.resolve("none.toml"));
  }

  @Test
  void theFileIsLookedForInTheNamedPlaceThenTheDirectoryThenTheUsersOwn() throws IOException {
    Path own = home.resolve(".config/ducklake/ducklake.toml");
    write(own, "[lakes.a]\ncatalog = \"own\"\n");
    assertThat(resolve(lake("a")).catalog()).isEqualTo("own");

    Path xdg = temporary.resolve("xdg");
    environment.put("XDG_CONFIG_HOME", xdg.toString());
    write(xdg.resolve("ducklake/ducklake.toml"), "[lakes.a]\ncatalog = \"xdg\"\n");
    assertThat(resolve(lake("a")).catalog()).isEqualTo("xdg");

    write(directory.resolve("ducklake.toml"), "[lakes.a]\ncatalog = \"directory\"\n");
    assertThat(resolve(lake("a")).catalog()).isEqualTo("directory");

    environment.put("DUCKLAKE_CONFIG", "variable.toml");
    write(directory.resolve("variable.toml"), "[lakes.a]\ncatalog = \"variable\"\n");
    assertThat(resolve(lake("a")).catalog()).isEqualTo("variable");

    write(directory.resolve("argument.toml"), "[lakes.a]\ncatalog = \"argument\"\n");
    assertThat(resolve(new Given(null, "a", "argument.toml", null, null, Map.of())).catalog())
        .isEqualTo("argument");
  }

  @Test
  void theOnlyLakeOfAFileNeedsNoName() throws IOException {
    Path file = directory.resolve("ducklake.toml");
    write(file, "[lakes.a]\ncatalog = \"one\"\n");
    assertThat(resolve(NOTHING).catalog()).isEqualTo("one");

    write(file, "[lakes.a]\ncatalog = \"one\"\n[lakes.b]\ncatalog = \"two\"\n");
    assertThatThrownBy(() -> resolve(NOTHING)).hasMessageContaining("has a, b: choose one");
    environment.put("DUCKLAKE_LAKE", "b");
    assertThat(resolve(NOTHING).catalog()).isEqualTo("two");
  }

  @Test
  void anAddressAndALakeContradictEachOther() {
    assertThatThrownBy(() -> resolve(new Given("duckdb:///a", "prod", null, null, null, Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not both");
    environment.put("DUCKLAKE_CATALOG", "duckdb:///a");
    environment.put("DUCKLAKE_LAKE", "prod");
    assertThatThrownBy(() -> resolve(NOTHING)).hasMessageContaining("both set");
  }

  @Test
  void aLakeWithoutCatalogIsAnError() throws IOException {
    write(directory.resolve("ducklake.toml"), "[lakes.prod]\ndata_path = \"x\"\n");

    assertThatThrownBy(() -> resolve(lake("prod"))).hasMessageContaining("has no catalog");
  }

  @Test
  void namesWithDotsAreTakenWhole() throws IOException {
    write(directory.resolve("ducklake.toml"), "[lakes.\"a.b\"]\ncatalog = \"x\"\n");

    assertThat(resolve(lake("a.b")).catalog()).isEqualTo("x");
  }

  private Settings resolve(Given given) {
    return SettingsResolution.resolve(given, environment, directory, home);
  }

  private static Given catalog(String address) {
    return new Given(address, null, null, null, null, Map.of());
  }

  private static Given lake(String name) {
    return new Given(null, name, null, null, null, Map.of());
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
