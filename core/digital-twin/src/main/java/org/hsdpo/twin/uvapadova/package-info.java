/**
 * The UVA/Padova model of type 1 diabetes: meals, subcutaneous insulin and glucose of virtual patients, minute by minute, on
 * the integrator of {@link org.hsdpo.twin.pk}. A second physiology beside the twin of type 2 diabetes, and the check that the
 * integrator solves somebody else's model right. Equations: Dalla Man, Rizza and Cobelli 2007 (IEEE Trans Biomed Eng
 * 54:1740–1749); type 1 form and insulin absorption: Kovatchev et al. 2009 (J Diabetes Sci Technol 3:44–55), Dalla Man et
 * al. 2014 (J Diabetes Sci Technol 8:26–34).
 */
package org.hsdpo.twin.uvapadova;
