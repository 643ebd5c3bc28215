package org.hsdpo.cli.trial;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hsdpo.twin.trial.Trial.Endpoint;
import org.hsdpo.twin.trial.Trial.Measure;
import org.hsdpo.twin.trial.TrialResult;
import org.hsdpo.twin.trial.TrialResult.EndpointResult;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Published changes of HbA1c with their tolerance beside what the twin makes of them, one line an endpoint. */
final class ForestPlot {
    private static final int WIDTH = 1100;
    private static final int LINE = 26;
    private static final int FRAME = 130;

    private final List<String> labels = new ArrayList<>();
    private final XYIntervalSeries published = new XYIntervalSeries("published, with tolerance");
    private final XYIntervalSeries simulated =
            new XYIntervalSeries("twin, with the 95 % interval of a trial of this size");

    ForestPlot(List<TrialResult> results) {
        List<TrialResult> upwards = new ArrayList<>(results);
        Collections.reverse(upwards);
        for (TrialResult result : upwards) {
            List<EndpointResult> endpoints = new ArrayList<>(result.endpoints());
            Collections.reverse(endpoints);
            endpoints.stream()
                    .filter(compared -> compared.endpoint().measure() == Measure.HBA1C_CHANGE)
                    .forEach(compared -> add(result, compared));
        }
    }

    private void add(TrialResult result, EndpointResult compared) {
        Endpoint endpoint = compared.endpoint();
        int line = labels.size();
        labels.add(result.trial() + ": " + endpoint.arm()
                + endpoint.versus().map(versus -> " − " + versus).orElse(""));
        double from = endpoint.publishedFrom() - endpoint.tolerance();
        double to = endpoint.publishedTo() + endpoint.tolerance();
        published.add(endpoint.published(), from, to, line + 0.14, line + 0.14, line + 0.14);
        simulated.add(compared.simulated(), compared.low(), compared.high(), line - 0.14, line - 0.14, line - 0.14);
    }

    /** Whether there is anything to draw. */
    boolean isEmpty() {
        return labels.isEmpty();
    }

    void write(Path file) throws IOException {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(published);
        data.addSeries(simulated);
        SymbolAxis lines = new SymbolAxis("", labels.toArray(String[]::new));
        lines.setRange(-0.6, labels.size() - 0.4);
        lines.setGridBandsVisible(false);
        lines.setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        NumberAxis change = new NumberAxis("change of HbA1c, %");
        change.setAutoRangeIncludesZero(true);
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawYError(false);
        renderer.setErrorStroke(new BasicStroke(1.4f));
        style(renderer, 0, new Color(0x6b7280), new Rectangle2D.Double(-4, -4, 8, 8));
        style(renderer, 1, new Color(0x0b6bcb), new Ellipse2D.Double(-4, -4, 8, 8));
        XYPlot plot = new XYPlot(data, change, lines, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(new Color(0xd1d5db));
        plot.setRangeGridlinePaint(new Color(0xf0f1f3));
        plot.setDomainZeroBaselineVisible(true);
        JFreeChart chart = new JFreeChart(plot);
        chart.setBackgroundPaint(Color.WHITE);
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartUtils.writeChartAsPNG(out, chart, WIDTH, FRAME + LINE * labels.size());
        }
    }

    private static void style(XYErrorRenderer renderer, int series, Color colour, Shape shape) {
        renderer.setSeriesPaint(series, colour);
        renderer.setSeriesShape(series, shape);
    }
}
