package dev.espalier.files;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/** JSON has no NaN: it is null there, and NaN again when read into a {@code double}. */
final class FiniteNumbers {
  private FiniteNumbers() {}

  static final class Writer extends StdSerializer<Double> {
    Writer() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializationContext context) {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  static final class Reader extends StdDeserializer<Double> {
    Reader() {
      super(Double.TYPE);
    }

    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) {
      return _parseDoublePrimitive(in, context);
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
