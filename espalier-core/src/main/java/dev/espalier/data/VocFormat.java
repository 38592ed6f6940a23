package dev.espalier.data;

import dev.espalier.boxes.Truth;
import dev.espalier.files.DataException;
import dev.espalier.files.Inside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Pascal VOC: an XML file an image in {@code Annotations}, the images in {@code JPEGImages}, and
 * lists of their names in {@code ImageSets/Main} (train, val, test). Classes are the names that
 * occur, sorted. Objects that are marked difficult may be found or not.
 */
final class VocFormat implements Format {
  private static final String ANNOTATIONS = "Annotations";
  private static final String IMAGES = "JPEGImages";
  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".JPG", ".PNG");
  private static final List<String> CORNERS = List.of("xmin", "ymin", "xmax", "ymax");

  @Override
  public String name() {
    return "voc";
  }

  @Override
  public String summary() {
    return "an XML file of boxes for each image, with lists of names";
  }

  @Override
  public String source() {
    return "Everingham et al., The Pascal Visual Object Classes Challenge, IJCV 2010";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    Path annotations = path.resolve(ANNOTATIONS);
    if (!Files.isDirectory(annotations)) {
      return Map.of();
    }
    Path lists = path.resolve("ImageSets").resolve("Main");
    Map<String, List<Path>> parts = new LinkedHashMap<>();
    Map.of("train", "train", "val", "validation", "test", "test")
        .forEach(
            (file, part) -> {
              Path list = lists.resolve(file + ".txt");
              if (Files.isRegularFile(list)) {
                parts.put(part, List.of(list));
              }
            });
    return parts.isEmpty() ? Map.of("all", List.of(annotations)) : parts;
  }

  @Override
  public Map<String, Table> read(List<Path> places, DataSpec spec) {
    Map<Path, Document> files = new LinkedHashMap<>();
    for (Path place : places) {
      annotations(place).forEach(f -> files.put(f, document(f)));
    }
    if (files.isEmpty()) {
      throw new DataException(places + " holds no annotations (XML files)");
    }
    List<String> classes = classes(files);
    Map<String, Integer> numbers = Annotated.numbered(classes);
    List<Annotated> all = new ArrayList<>();
    Skipping skipping = new Skipping(spec.source().skip());
    files.forEach(
        (file, document) -> {
          Path image = image(file);
          Path own = image.getParent();
          ImageFolderFormat.within(home(file), own == null ? image : own, image, skipping);
          all.add(new Annotated(image, boxes(file, document, numbers), false));
        });
    return Map.of("all", Annotated.table(all, classes, spec, skipping));
  }

  /** Those of a folder, or those that a list names. */
  private static List<Path> annotations(Path place) {
    if (Files.isDirectory(place)) {
      return DataFile.list(place).stream().filter(f -> DataFile.name(f).endsWith(".xml")).toList();
    }
    Path root = place.toAbsolutePath().normalize().getParent();
    while (root != null && !Files.isDirectory(root.resolve(ANNOTATIONS))) {
      root = root.getParent();
    }
    if (root == null) {
      throw new DataException(place + " lists names, but no folder Annotations lies above it");
    }
    Path folder = root.resolve(ANNOTATIONS);
    return YoloFormat.lines(place).stream()
        .map(line -> line.strip().split("\\s+")[0])
        .filter(name -> !name.isEmpty())
        .map(name -> Inside.of(folder, name + ".xml"))
        .toList();
  }

  private static Document document(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return DataFile.use(
          file,
          in -> {
            try {
              return builder.parse(in);
            } catch (SAXException e) {
              throw new IOException(e.getMessage(), e);
            }
          });
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java platform reads XML", e);
    }
  }

  private static List<String> classes(Map<Path, Document> files) {
    Map<String, Boolean> names = new TreeMap<>();
    files.forEach(
        (file, document) -> objects(document).forEach(o -> names.put(text(o, "name", file), true)));
    return List.copyOf(names.keySet());
  }

  private static List<Element> objects(Document document) {
    NodeList nodes = document.getElementsByTagName("object");
    List<Element> objects = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      objects.add((Element) nodes.item(i));
    }
    return objects;
  }

  private static @Nullable String optional(Element element, String tag) {
    NodeList found = element.getElementsByTagName(tag);
    return found.getLength() == 0 ? null : found.item(0).getTextContent().strip();
  }

  private static String text(Element element, String tag, Path file) {
    String text = optional(element, tag);
    if (text == null || text.isEmpty()) {
      throw new DataException(file + ": an object has no <" + tag + ">");
    }
    return text;
  }

  private static List<Truth> boxes(Path file, Document document, Map<String, Integer> numbers) {
    List<Truth> boxes = new ArrayList<>();
    for (Element object : objects(document)) {
      double[] corners = new double[CORNERS.size()];
      for (int i = 0; i < corners.length; i++) {
        String text = text(object, CORNERS.get(i), file);
        if (!DelimitedFormat.number(text)) {
          throw new DataException(file + ": \"" + text + "\" is no number");
        }
        corners[i] = Double.parseDouble(text);
      }
      boolean difficult = "1".equals(optional(object, "difficult"));
      boxes.add(
          Annotated.box(
              numbers.getOrDefault(text(object, "name", file), -1),
              corners,
              difficult ? Truth.Mark.IGNORED : Truth.Mark.COUNTED,
              file.toString()));
    }
    return boxes;
  }

  /** The folder that holds annotations and images. */
  private static Path home(Path annotation) {
    Path folder = annotation.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      return annotation;
    }
    Path above = folder.getParent();
    boolean inside = String.valueOf(folder.getFileName()).equals(ANNOTATIONS);
    return inside && above != null ? above : folder;
  }

  private static Path image(Path annotation) {
    String name = String.valueOf(annotation.getFileName()).replaceFirst("\\.[xX][mM][lL]$", "");
    Path folder = annotation.toAbsolutePath().normalize().getParent();
    Path images = folder == null ? annotation : folder.resolveSibling(IMAGES);
    for (Path at : folder == null ? List.of(images) : List.of(images, folder)) {
      for (String ending : ENDINGS) {
        Path file = at.resolve(name + ending);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    return images.resolve(name + ENDINGS.get(0));
  }
}
