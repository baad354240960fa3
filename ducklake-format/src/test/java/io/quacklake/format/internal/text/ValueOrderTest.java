package io.quacklake.format.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quacklake.format.type.DataType;
import io.quacklake.format.type.Field;
import io.quacklake.format.type.ListType;
import io.quacklake.format.type.PrimitiveType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueOrderTest {
  @Test
  void ordersAsTheReferenceDoes() {
    Fixture.read("order")
        .properties()
        .forEach(each -> ordersAsTheReferenceDoes(each.getKey(), each.getValue()));
  }

  private static void ordersAsTheReferenceDoes(String name, JsonNode expected) {
    DataType type = DataTypeParser.parse(name);
    JsonNode texts = expected.get("texts");
    for (int i = 0; i < texts.size(); i++) {
      for (int j = 0; j < texts.size(); j++) {
        Object a = ValueCodec.parse(type, texts.get(i).asText());
        Object b = ValueCodec.parse(type, texts.get(j).asText());
        assertThat(Integer.signum(ValueOrder.compare(type, a, b)))
            .as("%s: '%s' and '%s'", type, texts.get(i).asText(), texts.get(j).asText())
            .isEqualTo(expected.get("signs").get(i).get(j).asInt());
      }
    }
  }

  @Test
  void putsNullLastInsideLists() {
    DataType type = new ListType(Field.of(2, "element", PrimitiveType.INT32));
    assertThat(ValueOrder.compare(type, Arrays.asList(1L, null), List.of(1L, 2L))).isPositive();
    assertThat(ValueOrder.compare(type, List.of(1L), Arrays.asList(1L, null))).isNegative();
    assertThat(ValueOrder.compare(type, Arrays.asList(1L, null), Arrays.asList(1L, null))).isZero();
  }
}
