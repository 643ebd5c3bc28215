package org.hsdpo.data.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hsdpo.data.glucose.GlucoseExportReader;
import org.junit.jupiter.api.Timeout;

/**
 * Exports of glucose sensors as spreadsheets: files as they are, and the sheet, the shared texts and the styles of an xlsx,
 * parted by {@value #PART}. The parts are packed here, as a changed byte of a packed file seldom gets past its checksum.
 */
class GlucoseWorkbookFuzzTest {
    private static final GlucoseExportReader READER = new GlucoseExportReader();
    private static final Optional<ZoneId> ZONE = Optional.of(ZoneId.of("Europe/Berlin"));
    private static final String PART = "\n----\n";
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final List<String> PARTS =
            List.of("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml");

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) {
        byte[] file = content.length > 0 && content[0] == '<' ? packed(content) : content;
        ReaderPromise.kept(receipt -> READER.read(file, receipt, ZONE));
    }

    private static byte[] packed(byte[] content) {
        String[] parts = new String(content, StandardCharsets.ISO_8859_1).split(PART, PARTS.size());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            put(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                            + type("/xl/workbook.xml", "sheet.main+xml")
                            + type("/xl/worksheets/sheet1.xml", "worksheet+xml")
                            + type("/xl/sharedStrings.xml", "sharedStrings+xml")
                            + type("/xl/styles.xml", "styles+xml")
                            + "</Types>");
            put(zip, "_rels/.rels", relations(relation(1, "officeDocument", "xl/workbook.xml")));
            put(
                    zip,
                    "xl/workbook.xml",
                    "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONS
                            + "\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            put(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    relations(relation(1, "worksheet", "worksheets/sheet1.xml")
                            + relation(2, "sharedStrings", "sharedStrings.xml")
                            + relation(3, "styles", "styles.xml")));
            for (int i = 0; i < parts.length; i++) {
                zip.putNextEntry(new ZipEntry(PARTS.get(i)));
                zip.write(parts[i].getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String type(String part, String kind) {
        return "<Override PartName=\"" + part + "\" ContentType=\"" + TYPE + kind + "\"/>";
    }

    private static String relations(String relations) {
        return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + relations
                + "</Relationships>";
    }

    private static String relation(int id, String kind, String target) {
        return "<Relationship Id=\"rId" + id + "\" Type=\"" + RELATIONS + "/" + kind + "\" Target=\"" + target + "\"/>";
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((HEAD + text).getBytes(StandardCharsets.UTF_8));
    }
}
