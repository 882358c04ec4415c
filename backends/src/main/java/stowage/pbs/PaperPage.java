package stowage.pbs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Size of the paper; a block of twenty lines and its symbol fit on one sheet. */
public enum PaperPage {
  A4("A4", 450),
  LETTER("letter", 420);

  private final String css;
  private final int symbol;

  /**
   * @param symbol height in points
   */
  PaperPage(String css, int symbol) {
    this.css = css;
    this.symbol = symbol;
  }

  String html(@Nullable String subject, List<PaperKey.Block> blocks, boolean sheetEach)
      throws PbsException {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Proxmox Backup Paperkey</title>
        <style>
        @page { size: %s; margin: 12mm; }
        p { font: 12pt monospace; margin: 0 0 6pt; white-space: pre-wrap; line-break: anywhere; }
        div { break-inside: avoid; page-break-inside: avoid; }
        .sheet { break-after: page; page-break-after: always; }
        .symbol { text-align: center; }
        </style>
        </head>
        <body>
        """
            .formatted(css));
    if (subject != null) {
      out.append("<p>").append(escaped(subject)).append("</p>\n");
    }
    for (PaperKey.Block block : blocks) {
      String svg = block.symbol().svg();
      String picture =
          Base64.getEncoder()
              .withoutPadding()
              .encodeToString(svg.getBytes(StandardCharsets.US_ASCII));
      out.append(sheetEach ? "<div class=\"sheet\">\n<p>" : "<div>\n<p>");
      out.append(escaped(String.join("\n", block.lines()))).append("</p>\n");
      out.append("<p class=\"symbol\"><img alt=\"\"");
      out.append(" style=\"width: %dpt; height: %dpt\"".formatted(symbol, symbol));
      out.append(" src=\"data:image/svg+xml;base64,").append(picture).append("\"></p>\n</div>\n");
    }
    return out.append("</body>\n</html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
