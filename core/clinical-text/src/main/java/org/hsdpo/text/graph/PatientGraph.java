package org.hsdpo.text.graph;

import java.util.List;

/**
 * What a note says of a patient, as a graph.
 *
 * @param nodes in order of their ids
 * @param edges each once; both ends are nodes
 */
public record PatientGraph(List<Node> nodes, List<Edge> edges) {
    public PatientGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        for (Edge edge : edges) {
            if (edge.from() < 0 || edge.from() >= nodes.size() || edge.to() < 0 || edge.to() >= nodes.size()) {
                throw new IllegalArgumentException("an edge has no node at one of its ends: " + edge);
            }
        }
    }
}
