package dev.espalier.report;

import dev.espalier.record.RunRecord;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads reports with an XML parser, which refuses whatever is not well-formed. */
final class Pages {
  private Pages() {}

  static Document parse(RunRecord record) {
    try {
      InputSource source = new InputSource(new StringReader(HtmlReport.html(record)));
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  static List<Element> elements(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** The drawing whose label begins like this. */
  static Element drawing(Document page, String label) {
    return elements(page, "svg").stream()
        .filter(svg -> svg.getAttribute("aria-label").startsWith(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no drawing '" + label + "'"));
  }

  static List<String> sections(Document page) {
    return elements(page, "section").stream().map(section -> section.getAttribute("id")).toList();
  }
}
