package org.hsdpo.cli.calibrate;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hsdpo.hyperscore.calibration.Reliability;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What was predicted against what was found, bin by bin, beside the line on which both are equal. */
final class ReliabilityPlot {
    private static final int SIDE = 640;
    private static final int PERCENT = 100;

    private final XYSeries equal = new XYSeries("perfectly calibrated");
    private final XYSeries found;

    ReliabilityPlot(List<Reliability.Bin> bins) {
        equal.add(0, 0);
        equal.add(PERCENT, PERCENT);
        found = new XYSeries("patients left out, " + bins.size() + " bins of equal size");
        bins.forEach(bin -> found.add(PERCENT * bin.predicted(), PERCENT * bin.found()));
    }

    void write(Path file) throws IOException {
        XYSeriesCollection data = new XYSeriesCollection();
        data.addSeries(equal);
        data.addSeries(found);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        renderer.setSeriesShapesVisible(0, false);
        renderer.setSeriesPaint(0, new Color(0x6b7280));
        renderer.setSeriesStroke(
                0, new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
        renderer.setSeriesPaint(1, new Color(0x0b6bcb));
        renderer.setSeriesShape(1, new Ellipse2D.Double(-4, -4, 8, 8));
        renderer.setSeriesStroke(1, new BasicStroke(1.4f));
        XYPlot plot = new XYPlot(data, axis("predicted probability of success, %"), axis("success found, %"), renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(new Color(0xd1d5db));
        plot.setRangeGridlinePaint(new Color(0xd1d5db));
        JFreeChart chart = new JFreeChart(plot);
        chart.setBackgroundPaint(Color.WHITE);
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartUtils.writeChartAsPNG(out, chart, SIDE, SIDE);
        }
    }

    private static NumberAxis axis(String label) {
        NumberAxis axis = new NumberAxis(label);
        axis.setRange(0, PERCENT);
        return axis;
    }
}
