package dev.espalier.torch.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.op.OpRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * To add an operator is to write its rule and its TorchOp: nothing else knows operators by name.
 */
class OperatorFactsTest {
  /** Operators of which something is known, and which cannot be trained. */
  private static final Set<String> NOT_TRAINABLE =
      Set.of(
          "Acos",
          "Acosh",
          "Asin",
          "Asinh",
          "Atan",
          "Atanh",
          "BitShift",
          "ConvInteger",
          "Cosh",
          "DequantizeLinear",
          "GlobalLpPool",
          "Hardmax",
          "IsInf",
          "IsNaN",
          "LRN",
          "LpPool",
          "MatMulInteger",
          "QLinearConv",
          "QLinearMatMul",
          "QuantizeLinear",
          "Sinh",
          "Swish",
          "Tan",
          "Trilu",
          "com.microsoft.GroupQueryAttention", // its positions come from a state
          "com.microsoft.DynamicQuantizeLSTM",
          "com.microsoft.DynamicQuantizeMatMul",
          "com.microsoft.MatMulIntegerToFloat",
          "com.microsoft.MatMulNBits",
          "com.microsoft.QAttention",
          "com.microsoft.QGemm",
          "com.microsoft.QLinearAdd",
          "com.microsoft.QLinearAveragePool",
          "com.microsoft.QLinearConcat",
          "com.microsoft.QLinearGlobalAveragePool",
          "com.microsoft.QLinearLeakyRelu",
          "com.microsoft.QLinearMul",
          "com.microsoft.QLinearSigmoid",
          "com.microsoft.QLinearSoftmax",
          "com.microsoft.QLinearWhere");

  /** Where facts stand. */
  private static final Pattern HOME = Pattern.compile(".*/(op/\\w+|model/OperatorFamilies)\\.java");

  /** Files that know ways of writing something down, not facts about operators. */
  private static final Set<String> EXPORTERS_WAYS =
      Set.of(
          "Body.java", // how a loop writes one step of a recurrent operator
          "OpsetSteps.java", // what changed from one operator set to the next
          "Outside.java", // how it writes lengths and states of zeros
          "StructureStudy.java", // what lies between a softmax and its product
          "Sums.java", // how it writes sums of gates and counters
          "Wanted.java"); // what lies between an input and who fills its gaps

  /** Two names in a row, a case, or an alternative of a pattern. */
  private static final Pattern SEVERAL =
      Pattern.compile("\"(\\w+)\",\\s*(?=\"(\\w+)\")|case (\"\\w+\")|\"(\\w+)\\|(\\w+)");

  private static final Path SOURCES = Path.of("src/main/java");

  private static final int FEWEST_FILES = 500;

  @Test
  void whatIsKnownCanBeTrainedOrIsListed() {
    Set<String> untrained = new TreeSet<>(OpRules.standard().operators());
    untrained.removeAll(Operators.names());
    assertEquals(new TreeSet<>(NOT_TRAINABLE), untrained);
  }

  @Test
  void namesOfOperatorsStandInOnePlace() throws IOException {
    Set<String> names = new LinkedHashSet<>(OpRules.standard().operators());
    names.addAll(Operators.names());
    List<String> found = new ArrayList<>();
    int files = 0;
    for (String module :
        List.of("espalier-runtime", "espalier-core", "espalier-torch", "espalier-cli")) {
      for (Path file : javaFiles(Path.of("..", module).resolve(SOURCES))) {
        files++;
        boolean home = HOME.matcher(file.toString().replace('\\', '/')).matches();
        if (!home && !EXPORTERS_WAYS.contains(file.getFileName().toString())) {
          literals(Files.readString(file), names).forEach(l -> found.add(file + ": " + l));
        }
      }
    }
    assertTrue(files >= FEWEST_FILES, "only " + files + " files found");
    assertEquals(List.of(), found, "state it in the operator's rule and ask for the Trait");
  }

  @Test
  void listsAreFound() {
    Set<String> names = Set.of("Conv", "Gemm");
    assertEquals(1, literals("Set.of(\"x\", \"Conv\",\n  \"Gemm\", \"y\")", names).size());
    assertEquals(1, literals("case \"Conv\" ->", names).size());
    assertEquals(1, literals("matches(\"Conv|Gemm\")", names).size());
    assertEquals(0, literals("Node.of(\"Conv\", \"name\")", names).size());
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".java")).toList();
    }
  }

  private static List<String> literals(String text, Set<String> names) {
    List<String> found = new ArrayList<>();
    Matcher matcher = SEVERAL.matcher(text);
    while (matcher.find()) {
      boolean all = true;
      for (int group = 1; group <= matcher.groupCount(); group++) {
        String part = matcher.group(group);
        all &= part == null || names.contains(part.replace("\"", ""));
      }
      if (all) {
        found.add(matcher.group());
      }
    }
    return found;
  }
}
