package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class DemoTraceTest {
    @Test
    void drawsEachLookWithTheBestOfWhatItSaw() {
        JsonObject provenance = new JsonObject("""
                {"query": "tea", "thinking_trace": {
                  "statistics": {"mode": "thinking", "vector_searches": 2, "candidates_scored": 5},
                  "events": [
                    {"event_type": "embedding_scores", "data": {"scores": [
                      {"uri": "viking://a", "level": 0, "score": 0.1}, {"uri": "viking://b", "level": 0, "score": 0.4},
                      {"uri": "viking://c", "level": 1, "score": 0.2}, {"uri": "viking://d", "level": 0, "score": 0.3}]}},
                    {"event_type": "directory_queued", "data": {"uri": "viking://b", "score": 0.4}},
                    {"event_type": "search_directory_start", "data": {"uri": "viking://b", "score": 0.4}},
                    {"event_type": "rerank_scores", "data": {"uri": "viking://b", "scores": [
                      {"uri": "viking://b/f.md", "level": 2, "score": 0.9}]}},
                    {"event_type": "convergence_check", "data": {"round": 1, "candidates": 3}},
                    {"event_type": "search_converged", "data": {"reason": "exhausted", "rounds": 1}},
                    {"event_type": "search_summary", "data": {"returned": 2, "candidates": 3, "threshold": 0.1}}]}}""");

        assertThat(DemoTrace.of(provenance)).isEqualTo("""
                How “tea” was answered: thinking, 2 searches, 5 scores
                  anywhere: compared 4
                    0.400  L0  viking://b
                    0.300  L0  viking://d
                    0.200  L1  viking://c
                  viking://b: judged 1
                    0.900  L2  viking://b/f.md
                  after round 1: 3 candidates
                  enough, exhausted
                  2 of 3 candidates above 0.10""");
    }
}
