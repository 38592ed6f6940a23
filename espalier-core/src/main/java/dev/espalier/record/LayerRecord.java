package dev.espalier.record;

import java.util.List;

/**
 * One node with weights, before and after.
 *
 * @param name of the node
 * @param op its ONNX operator
 * @param dimsBefore of its weight
 * @param dimsAfter of its weight
 * @param widthBefore output channels or features; 0 where that says nothing
 * @param widthAfter output channels or features
 * @param macsBefore multiply-accumulates for one record
 * @param macsAfter multiply-accumulates for one record
 * @param parametersBefore numbers in its weights
 * @param parametersAfter numbers in its weights
 * @param microsBefore what it takes in a call with the cheap operators behind it, by the runtime's
 *     profile; 0 where that names no such layer
 * @param microsAfter the same in the result
 */
public record LayerRecord(
    String name,
    String op,
    List<Long> dimsBefore,
    List<Long> dimsAfter,
    long widthBefore,
    long widthAfter,
    long macsBefore,
    long macsAfter,
    long parametersBefore,
    long parametersAfter,
    double microsBefore,
    double microsAfter) {
  public LayerRecord {
    dimsBefore = Copies.list(dimsBefore);
    dimsAfter = Copies.list(dimsAfter);
  }
}
