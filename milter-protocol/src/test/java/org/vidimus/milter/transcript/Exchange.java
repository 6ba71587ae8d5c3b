package org.vidimus.milter.transcript;

/// One thing the client said, what should have come back and what did.
public record Exchange(String said, ReplyPattern expected, Reply reply) {
    public boolean fits() {
        return expected.accepts(reply);
    }

    @Override
    public String toString() {
        return said + ": expected " + expected + " but was " + reply;
    }
}
