package dev.espalier.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless browser, driven by the DevTools protocol: what a reader would see of a page. */
final class Chromium implements AutoCloseable {
  private static final int SECONDS = 60;
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final String session;

  private Chromium(Process process, URI address) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Reader()).join();
    JsonNode target = call("", "Target.createTarget", Map.of("url", "about:blank"));
    Map<String, Object> attach =
        Map.of("targetId", target.path("targetId").asString(""), "flatten", true);
    this.session = call("", "Target.attachToTarget", attach).path("sessionId").asString("");
    Stream.of("Log.enable", "Runtime.enable", "Page.enable")
        .forEach(method -> call(session, method, Map.of()));
  }

  /** The program of {@code $CHROMIUM}, else the first that is installed. */
  static Optional<Path> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Stream<Path> found =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(
                name -> Stream.of(path.split(File.pathSeparator)).map(at -> Path.of(at, name)));
    return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")).map(Path::of), found)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser with a profile of its own.
   *
   * @param profile a folder that may be thrown away
   */
  static Chromium start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile,
                "--enable-logging=stderr",
                "--remote-debugging-port=0",
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader log = process.errorReader();
    List<String> lines = new ArrayList<>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      lines.add(line);
      int at = line.indexOf(LISTENING);
      if (at >= 0) {
        drain(log);
        return new Chromium(process, URI.create(line.substring(at + LISTENING.length()).trim()));
      }
    }
    throw new IOException("the browser does not listen: " + lines);
  }

  /** A full pipe would stop the browser. */
  private static void drain(BufferedReader log) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (log.readLine() != null) {
                  // what the browser says of itself is of no interest
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((t, e) -> {}); // the stream ends with the browser
    thread.start();
  }

  /** Shows a page in a window of this width. */
  void open(Path page, int width) {
    loaded = new CompletableFuture<>();
    call(
        session,
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    call(session, "Page.navigate", Map.of("url", page.toUri().toString()));
    loaded.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  /** The value of a JavaScript expression; the page itself may not run any. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        call(session, "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.toString());
    }
    return answer.at("/result/value");
  }

  /** The whole page as a PNG file. */
  byte[] screenshot() {
    JsonNode picture =
        call(session, "Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    return Base64.getDecoder().decode(picture.path("data").asString(""));
  }

  /** What the browser complained about since it was started. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    call("", "Browser.close", Map.of());
    try {
      process.waitFor(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  private JsonNode call(String session, String method, Map<String, Object> params) {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    Map<String, Object> message = new java.util.LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", params);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(JsonMapper.shared().writeValueAsString(message), true).join();
    return answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  private void heard(JsonNode message) {
    CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt(0));
    if (answer != null && message.has("error")) {
      answer.completeExceptionally(new IllegalStateException(message.toString()));
    } else if (answer != null) {
      answer.complete(message.path("result"));
    }
    switch (message.path("method").asString("")) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown" ->
          complaints.add(message.path("params").toString());
      default -> {}
    }
  }

  /** Puts the parts of messages together. */
  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
      text.append(part);
      if (whole) {
        JsonNode message = JsonMapper.shared().readTree(text.toString());
        text.setLength(0);
        heard(message);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
