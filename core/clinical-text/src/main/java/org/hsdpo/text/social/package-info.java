/**
 * Social history: tobacco, alcohol, drugs of abuse, living situation, occupation and activity with their status. A word such as
 * {@code tobacco} of which nothing is said is no finding. Phrases are data in {@code social.yaml}.
 */
package org.hsdpo.text.social;
