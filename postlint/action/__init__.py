"""What ``action.yml`` runs in a job on GitHub: inputs and the event in, annotations out."""
