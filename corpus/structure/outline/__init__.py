"""What a paper is made of: whose meetings it holds, their § or items with heading and diarienummer, their parts."""
